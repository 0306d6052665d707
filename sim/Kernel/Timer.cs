using Protocols.Core;

namespace Sim.Kernel;

/// <summary>A deadline that may be moved often and cheaply, as a retransmission timer is on every acknowledgment.</summary>
/// <remarks>
/// Lazy: while an event that is not later than the new deadline waits in the event queue, setting is one store; when that event
/// comes too early, it goes on to the deadline. An event of its own for every move would fill the queue many times over.
/// </remarks>
/// <param name="simulation">The simulation it runs in.</param>
/// <param name="owner">Who is called.</param>
public sealed class Timer(Simulation simulation, ITimerOwner owner) : EventTarget(simulation)
{
    // The earliest event under way, and the one behind it that an earlier deadline has overtaken. Events that were overtaken
    // twice are forgotten here and do nothing when they come.
    private Instant _pending = Instant.Never;
    private Instant _overtaken = Instant.Never;

    /// <summary>When it will fire; <see cref="Instant.Never"/> while it is not set.</summary>
    public Instant Deadline { get; private set; } = Instant.Never;

    /// <summary>Whether it is set.</summary>
    public bool IsSet => Deadline != Instant.Never;

    /// <summary>Sets or moves the deadline; a deadline that has passed fires now, but not from inside this call.</summary>
    public void Set(Instant at)
    {
        Deadline = at;
        if (at < _pending)
        {
            Expect(at);
        }
    }

    /// <summary>Takes the deadline back.</summary>
    public void Cancel() => Deadline = Instant.Never;

    /// <inheritdoc/>
    public override void OnEvent()
    {
        Instant now = Simulation.Now;
        if (now != _pending)
        {
            return;
        }

        _pending = _overtaken;
        _overtaken = Instant.Never;
        if (Deadline <= now)
        {
            Deadline = Instant.Never;
            owner.OnTimer(this);
        }
        else if (Deadline < _pending)
        {
            Expect(Deadline);
        }
    }

    private void Expect(Instant at)
    {
        if (_pending != Instant.Never)
        {
            _overtaken = _pending;
        }

        _pending = Instant.Max(at, Simulation.Now);
        Simulation.Schedule(_pending, this);
    }
}
