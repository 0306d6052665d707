namespace Protocols.Net;

/// <summary>An IP packet with its transport header, passed by value: 32 bytes that live in the lane of the link they are on.</summary>
/// <remarks>
/// Addresses and ports are a handle into <see cref="FlowTable"/>; options other than timestamps are a handle into
/// <see cref="PacketOptionPool"/>; the payload stays in the sender's <see cref="Core.ByteStore"/>. Whoever takes a packet out of the network
/// for good, by delivering or by dropping it, gives its options back with <see cref="PacketOptionPool.Return"/>.
/// </remarks>
public struct Packet
{
    /// <summary>What a NIC and a link count for one packet beyond the IP packet itself: an Ethernet header.</summary>
    public const int EthernetHeaderLength = 14;

    /// <summary>Who sends to whom: a handle of <see cref="FlowTable"/>.</summary>
    public int Flow;

    /// <summary>Sequence number of the first byte (TCP); packet number (UDP, for statistics only).</summary>
    public uint SequenceNumber;

    /// <summary>The next byte the sender of this packet expects; valid with <see cref="TcpFlags.Ack"/>.</summary>
    public uint AcknowledgmentNumber;

    /// <summary>TSval of the timestamps option; valid with <see cref="PacketTraits.Timestamps"/>.</summary>
    public uint TimestampValue;

    /// <summary>TSecr of the timestamps option; valid with <see cref="PacketTraits.Timestamps"/>.</summary>
    public uint TimestampEcho;

    /// <summary>All other options: a handle of <see cref="PacketOptionPool"/>; 0 means none.</summary>
    public int Options;

    /// <summary>The window field, not scaled.</summary>
    public ushort Window;

    /// <summary>Length of the whole IP packet in bytes: IP header, transport header with options and padding, payload.</summary>
    public ushort Length;

    /// <summary>Length of the payload in bytes.</summary>
    public ushort PayloadLength;

    /// <summary>TCP control bits.</summary>
    public TcpFlags Flags;

    /// <summary>ECN field and header traits.</summary>
    public PacketTraits Traits;

    /// <summary>What the packet occupies on a link and adds to a NIC's counters, in bytes: the IP packet and an Ethernet header.</summary>
    public readonly int FrameLength => Length + EthernetHeaderLength;

    /// <summary>Whether all of <paramref name="flags"/> are set.</summary>
    public readonly bool Has(TcpFlags flags) => (Flags & flags) == flags;

    /// <summary>How far the sequence number advances over this segment: payload, and one each for SYN and FIN.</summary>
    public readonly int SequenceLength => PayloadLength + ((Flags & TcpFlags.Syn) != 0 ? 1 : 0) + (int)(Flags & TcpFlags.Fin);
}
