using Protocols.Core;

namespace Sim.Kernel;

/// <summary>The events under way for a deadline that is moved often: the part of a lazy timer that lies with whoever moves it.</summary>
/// <remarks>
/// Knows the earliest event, and the one behind it that an earlier deadline has overtaken. Events that were overtaken twice are forgotten
/// here and do nothing when they come. A mutable struct, so that moving a deadline touches its owner's memory only.
/// </remarks>
public struct PendingEvents
{
    private Instant _overtaken;

    /// <summary>No events.</summary>
    public PendingEvents()
    {
        Next = Instant.Never;
        _overtaken = Instant.Never;
    }

    /// <summary>When the earliest event comes; <see cref="Instant.Never"/> while there is none.</summary>
    public Instant Next { get; private set; }

    /// <summary>Asks for an event that comes before all others; one that has passed comes now, but not from inside this call.</summary>
    /// <param name="at">When; earlier than <see cref="Next"/>.</param>
    /// <param name="target">Who gets it.</param>
    public void Expect(Instant at, EventTarget target)
    {
        if (Next != Instant.Never)
        {
            _overtaken = Next;
        }

        Next = Instant.Max(at, target.Simulation.Now);
        target.Simulation.Schedule(Next, target);
    }

    /// <summary>An event has come.</summary>
    /// <returns>Whether it is one that is still expected.</returns>
    public bool TryTake(Instant now)
    {
        if (now != Next)
        {
            return false;
        }

        Next = _overtaken;
        _overtaken = Instant.Never;
        return true;
    }
}
