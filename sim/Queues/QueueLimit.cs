using System;
using Protocols.Core;

namespace Sim.Queues;

/// <summary>How much may wait in front of a link before arriving packets are dropped. The default value is no limit.</summary>
/// <remarks>
/// The packet in transmission counts as waiting, as it does in <c>tbf</c>'s limit and in K of M/M/1/K. Of a limit in bytes or in time it
/// takes only what has not been sent of it yet, and an arriving packet must fit as a whole; of a limit in packets it takes one.
/// </remarks>
public readonly record struct QueueLimit
{
    private QueueLimit(QueueLimitKind kind, long amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        Kind = kind;
        Amount = amount;
    }

    /// <summary>No limit.</summary>
    public static QueueLimit None => default;

    /// <summary>What is counted.</summary>
    public QueueLimitKind Kind { get; }

    /// <summary>The limit: bytes, picoseconds or packets, as <see cref="Kind"/> says.</summary>
    public long Amount { get; }

    /// <summary>At most this many bytes of frames (see <see cref="Protocols.Net.Packet.FrameLength"/>).</summary>
    public static QueueLimit OfBytes(ByteSize size) => new(QueueLimitKind.Bytes, size.Bytes);

    /// <summary>At most what the link sends in this time, at its rate of the moment.</summary>
    public static QueueLimit OfTime(Duration time) => new(QueueLimitKind.Time, time.Picoseconds);

    /// <summary>At most this many packets.</summary>
    public static QueueLimit OfPackets(int packets) => new(QueueLimitKind.Packets, packets);

    /// <summary>One bandwidth-delay product: the bytes that the link sends in one round-trip time, rounded down.</summary>
    public static QueueLimit OfBandwidthDelayProduct(BitRate rate, Duration roundTripTime) => OfBytes(new ByteSize(rate.BytesIn(roundTripTime)));
}
