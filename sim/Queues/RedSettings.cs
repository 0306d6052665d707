using System;

namespace Sim.Queues;

/// <summary>The parameters of RED (Floyd and Jacobson, "Random Early Detection Gateways for Congestion Avoidance", 1993).</summary>
/// <remarks>
/// The unit of the thresholds is the unit of the average queue. Counted in bytes, a packet's probability also grows with its length
/// (section 4 of the paper), so that a flow of small packets is marked for its share of bytes.
/// </remarks>
public sealed record RedSettings
{
    /// <summary>Below this average nothing happens; bytes or packets, positive.</summary>
    public required QueueLimit Minimum { get; init; }

    /// <summary>At this average the probability reaches <see cref="MaximumProbability"/>; the same unit, above the minimum.</summary>
    public required QueueLimit Maximum { get; init; }

    /// <summary>How much may wait at all.</summary>
    public QueueLimit Limit { get; init; }

    /// <summary>max_p, the probability at the maximum: above 0, at most 1. 0.02 in the paper and in Linux's tc.</summary>
    public double MaximumProbability { get; init; } = 0.02;

    /// <summary>w_q, the weight of the present queue in the average: above 0, at most 1. 0.002 in the paper.</summary>
    public double Weight { get; init; } = 0.002;

    /// <summary>
    /// Between the maximum and twice the maximum: whether the probability rises from max_p to 1 ("gentle", Floyd, 2000) instead of
    /// being 1 at once.
    /// </summary>
    public bool IsGentle { get; init; } = true;

    /// <summary>Whether packets of ECN-capable transports are marked instead of dropped, as long as the average is below the maximum.</summary>
    public bool MarksCongestion { get; init; }

    /// <summary>The length of a typical frame in bytes: for the probability of others, and for how fast the average falls while the link idles.</summary>
    public int MeanFrame { get; init; } = 1000;

    /// <summary>Throws when a value is out of its range.</summary>
    internal void Validate()
    {
        if (Minimum.Kind != Maximum.Kind || Minimum.Kind is not (QueueLimitKind.Bytes or QueueLimitKind.Packets))
        {
            throw new ArgumentException("The thresholds of RED are both in bytes or both in packets.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Minimum.Amount, 1, nameof(Minimum));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Maximum.Amount, Minimum.Amount, nameof(Maximum));
        ArgumentOutOfRangeException.ThrowIfNotEqual(MaximumProbability is > 0 and <= 1, true, nameof(MaximumProbability));
        ArgumentOutOfRangeException.ThrowIfNotEqual(Weight is > 0 and <= 1, true, nameof(Weight));
        ArgumentOutOfRangeException.ThrowIfLessThan(MeanFrame, 1);
    }
}
