using System;
using Protocols.Core;

namespace Sim.Queues;

/// <summary>The parameters of a token bucket (Linux: tbf).</summary>
public sealed record TokenBucketSettings
{
    private const int FrameBytes = 1514;

    // HZ=250.
    private static readonly Duration _tick = Duration.FromMilliseconds(4);

    /// <summary>How fast the bucket fills; positive. Null: as fast as the link's rate, and the line then takes no time of its own.</summary>
    public BitRate? Rate { get; init; }

    /// <summary>How much it holds: what may leave at once after a pause. Frames longer than this are refused.</summary>
    public required ByteSize Burst { get; init; }

    /// <summary>How much may wait for tokens (<c>limit</c>).</summary>
    public QueueLimit Limit { get; init; }

    /// <summary>How long a packet may wait for tokens at most (<c>latency</c>), instead of a limit: limit = rate x latency + burst, as in tc.</summary>
    public Duration? Latency { get; init; }

    /// <summary>
    /// The bucket that keeps a rate in a Linux whose clock ticks every 4 ms: it holds what the rate gives between two ticks, and at
    /// least two frames of 1,514 bytes (tc-tbf(8)).
    /// </summary>
    public static ByteSize BurstOf(BitRate rate) => new(Math.Max(rate.BytesIn(_tick), 2 * FrameBytes));

    /// <summary>Throws when a value is out of its range.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Rate?.BitsPerSecond ?? 1, 1, nameof(Rate));
        ArgumentOutOfRangeException.ThrowIfLessThan(Burst.Bytes, 1, nameof(Burst));
        ArgumentOutOfRangeException.ThrowIfLessThan(Latency?.Picoseconds ?? 0, 0, nameof(Latency));
    }
}
