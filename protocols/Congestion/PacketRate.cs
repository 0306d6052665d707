using System;

namespace Protocols.Congestion;

/// <summary>A rate in packets per microsecond with 24 fractional bits, as BBR counts in Linux (tcp_bbr.c, BW_UNIT).</summary>
/// <param name="Scaled">The rate times 2^24.</param>
internal readonly record struct PacketRate(long Scaled)
{
    /// <summary>One packet per microsecond.</summary>
    public const long Unit = 1 << 24;

    private const int MarginPercent = 1;
    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>So many packets in so many microseconds, at least 1.</summary>
    public static PacketRate Of(long packets, long microseconds) => new(packets * Unit / microseconds);

    /// <summary>How many packets come in so many microseconds, rounded down.</summary>
    public long PacketsIn(long microseconds) => (long)((Int128)Scaled * microseconds >> 24);

    /// <summary>
    /// The rate in bytes per second, times a gain in 1/256, less 1 % so that queues do not grow
    /// (bbr_rate_bytes_per_sec).
    /// </summary>
    public long BytesPerSecond(int payload, int gain)
    {
        Int128 rate = (Int128)Scaled * payload * gain >> 8;
        rate *= MicrosecondsPerSecond / 100 * (100 - MarginPercent);
        return (long)(rate >> 24);
    }
}
