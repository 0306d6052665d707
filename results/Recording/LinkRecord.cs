using System.Collections.Generic;
using Protocols.Core;

namespace Results.Recording;

/// <summary>What one direction of one link carried during a run.</summary>
public sealed class LinkRecord
{
    /// <summary>The link's name in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>The element that sends into this direction.</summary>
    public required string From { get; init; }

    /// <summary>The element that receives from it.</summary>
    public required string To { get; init; }

    /// <summary>
    /// Its rates over time, in order of time; the first holds from the start of the run. Empty when it is unlimited.
    /// </summary>
    public required IReadOnlyList<RateStep> Rates { get; init; }

    /// <summary>Its counters over time, in order of time, from the start of the run to the end.</summary>
    public required IReadOnlyList<LinkSample> Samples { get; init; }

    /// <summary>The name in results: <c>core.r1-r2</c>.</summary>
    public string Key => $"{Name}.{From}-{To}";

    /// <summary>
    /// The bits that the rates in force would have let through between two instants; zero when it is unlimited.
    /// </summary>
    public double CapacityBits(Instant from, Instant to)
    {
        double bits = 0;
        for (int step = 0; step < Rates.Count; step++)
        {
            Instant begins = Instant.Max(from, Rates[step].At);
            Instant ends = step + 1 < Rates.Count ? Instant.Min(to, Rates[step + 1].At) : to;
            bits += ends > begins ? (ends - begins).Seconds * Rates[step].Rate.BitsPerSecond : 0;
        }

        return bits;
    }

    /// <summary>
    /// The share of the capacity between two samples that was used, from 0 to 1; NaN where there was no capacity.
    /// </summary>
    /// <remarks>
    /// Slightly above 1 where a packet is counted when it is accepted rather than when its last bit has left.
    /// </remarks>
    public double Utilisation(in LinkSample from, in LinkSample to)
    {
        double capacity = CapacityBits(from.At, to.At);
        return capacity > 0 ? (to.SentBytes - from.SentBytes) * 8 / capacity : double.NaN;
    }
}
