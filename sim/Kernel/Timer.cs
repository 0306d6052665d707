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
    private PendingEvents _events = new();

    /// <summary>When it will fire; <see cref="Instant.Never"/> while it is not set.</summary>
    public Instant Deadline { get; private set; } = Instant.Never;

    /// <summary>Whether it is set.</summary>
    public bool IsSet => Deadline != Instant.Never;

    /// <summary>Sets or moves the deadline; a deadline that has passed fires now, but not from inside this call.</summary>
    public void Set(Instant at)
    {
        Deadline = at;
        if (at < _events.Next)
        {
            _events.Expect(at, this);
        }
    }

    /// <summary>Takes the deadline back.</summary>
    public void Cancel() => Deadline = Instant.Never;

    /// <inheritdoc/>
    public override void OnEvent()
    {
        Instant now = Simulation.Now;
        if (!_events.TryTake(now))
        {
            return;
        }

        if (Deadline <= now)
        {
            Deadline = Instant.Never;
            owner.OnTimer(this);
        }
        else if (Deadline < _events.Next)
        {
            _events.Expect(Deadline, this);
        }
    }
}
