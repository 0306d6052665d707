using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>
/// What an acknowledgment told of the rate at which the path delivers: Linux's rate_sample (net/ipv4/tcp_rate.c).
/// </summary>
public readonly struct RateSample
{
    /// <summary>When the acknowledgment arrived.</summary>
    public Instant Now { get; init; }

    /// <summary>How many packets it newly acknowledged, cumulatively or selectively (acked_sacked).</summary>
    public int AckedPackets { get; init; }

    /// <summary>How many packets were newly taken for lost.</summary>
    public int LostPackets { get; init; }

    /// <summary>Packets in flight before it arrived.</summary>
    public int PriorInFlight { get; init; }

    /// <summary>The round-trip time of the last packet it acknowledged; negative without a sample.</summary>
    public Duration Rtt { get; init; }

    /// <summary>How many packets were delivered during <see cref="Interval"/>; meaningless when <see cref="IsValid"/> is false.</summary>
    public int Delivered { get; init; }

    /// <summary>How long that took: the longer of the times to send them and to have them acknowledged.</summary>
    public Duration Interval { get; init; }

    /// <summary>How many packets had been delivered in all when the newest of the acknowledged ones was sent.</summary>
    public long PriorDelivered { get; init; }

    /// <summary>Whether the application, not the path, may have limited the rate.</summary>
    public bool IsAppLimited { get; init; }

    /// <summary>Whether the receiver may have waited before it acknowledged: a lone packet that was not full.</summary>
    public bool IsAckDelayed { get; init; }

    /// <summary>How many packets were delivered in all (tp->delivered).</summary>
    public long TotalDelivered { get; init; }

    /// <summary>How many packets were taken for lost in all (tp->lost).</summary>
    public long TotalLost { get; init; }

    /// <summary>When a packet was last delivered (tp->delivered_mstamp).</summary>
    public Instant DeliveredAt { get; init; }

    /// <summary>Whether <see cref="Delivered"/> and <see cref="Interval"/> tell a rate.</summary>
    public bool IsValid => Delivered >= 0 && Interval > Duration.Zero;
}
