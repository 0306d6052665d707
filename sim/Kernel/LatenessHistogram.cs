using System;
using System.Numerics;
using Protocols.Core;

namespace Sim.Kernel;

/// <summary>How late events were in real time: counts in buckets whose width is at most 1/16 of their value.</summary>
public sealed class LatenessHistogram
{
    private const int SubBits = 4;
    private const int SubBuckets = 1 << SubBits;

    private readonly long[] _counts = new long[(64 - SubBits + 1) * SubBuckets];

    /// <summary>How many samples there are.</summary>
    public long Count { get; private set; }

    /// <summary>The largest sample, exactly; zero without samples.</summary>
    public Duration Max { get; private set; }

    /// <summary>Adds a sample; a negative one counts as zero.</summary>
    public void Add(Duration lateness)
    {
        lateness = Duration.Max(lateness, Duration.Zero);
        Count++;
        Max = Duration.Max(Max, lateness);
        _counts[BucketOf(lateness.WholeNanoseconds)]++;
    }

    /// <summary>The smallest bucket limit that at least this share of the samples does not exceed; zero without samples.</summary>
    /// <param name="share">From 0 to 1: 0.5 for the median, 0.99 for the 99th percentile.</param>
    public Duration Percentile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank)
            {
                return Duration.Min(Max, Duration.FromNanoseconds(UpperLimitOf(bucket)));
            }
        }

        return Duration.Zero;
    }

    /// <summary>Values below 16 ns have a bucket each; above, every power of two is cut into 16 buckets.</summary>
    private static int BucketOf(long nanoseconds)
    {
        if (nanoseconds < SubBuckets)
        {
            return (int)nanoseconds;
        }

        int shift = BitOperations.Log2((ulong)nanoseconds) - SubBits;
        return (shift + 1) * SubBuckets + (int)(nanoseconds >> shift) - SubBuckets;
    }

    private static long UpperLimitOf(int bucket)
    {
        if (bucket < SubBuckets)
        {
            return bucket;
        }

        int shift = bucket / SubBuckets - 1;
        return ((long)(bucket % SubBuckets + SubBuckets + 1) << shift) - 1;
    }
}
