using Protocols.Core;

namespace Results.Statistics;

/// <summary>The mean rate over one bin of time.</summary>
/// <param name="From">Where the bin begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="MegabitsPerSecond">The mean rate in it.</param>
public readonly record struct RatePoint(Instant From, Instant To, double MegabitsPerSecond)
{
    /// <summary>The middle of the bin in seconds: where a figure draws the point.</summary>
    public double MiddleSeconds => (From.Seconds + To.Seconds) / 2;
}
