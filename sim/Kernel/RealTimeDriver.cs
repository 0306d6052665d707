using Protocols.Core;

namespace Sim.Kernel;

/// <summary>Virtual time passes as fast as real time: each event waits for its moment.</summary>
/// <remarks>
/// An event that comes late does not shift the ones after it: all are due relative to the start, so lateness does not add up. How
/// late events were is recorded; a run whose lateness is not small beside its delays has not shown what it was meant to show.
/// </remarks>
/// <param name="clock">Real time.</param>
public sealed class RealTimeDriver(IWallClock clock) : ITimeDriver
{
    private Instant? _wallTimeOfZero;

    /// <summary>How late the events were for which time had to be waited: one sample for each distinct event time.</summary>
    public LatenessHistogram Lateness { get; } = new();

    /// <inheritdoc/>
    public Instant Advance(Instant now, Instant next, Instant until)
    {
        Instant zero = _wallTimeOfZero ??= clock.Now - now.SinceStart;
        Instant target = Instant.Min(next, until);
        Instant due = zero + target.SinceStart;
        clock.WaitUntil(due);
        Instant wall = clock.Now;
        if (wall < due)
        {
            return Instant.Max(now, Instant.Zero + (wall - zero));
        }

        if (next <= until)
        {
            Lateness.Add(wall - due);
        }

        return target;
    }
}
