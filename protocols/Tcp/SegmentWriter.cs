using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>Makes the packets of one connection.</summary>
internal sealed class SegmentWriter(PacketContext packets, int flow, uint timestampOffset)
{
    private const int TcpHeaderLength = 20;

    private readonly int _headerLength =
        (packets.Flows[flow].Source.Address.Family == AddressFamily.Ipv6 ? 40 : 20) + TcpHeaderLength;

    /// <summary>The flow of the packets.</summary>
    public int Flow => flow;

    /// <summary>The options of packets.</summary>
    public PacketOptionPool Options => packets.Options;

    /// <summary>Where flows' bytes lie.</summary>
    public FlowTable Flows => packets.Flows;

    /// <summary>Whether packets carry the timestamps option.</summary>
    public bool UsesTimestamps { get; set; }

    /// <summary>What TSecr echoes: the newest TSval of the peer (RFC 7323, 4.3).</summary>
    public uint TimestampRecent { get; set; }

    /// <summary>The clock of the timestamps option: milliseconds from an offset that hides the uptime (RFC 7323, 5.4; tcp_clock_ms).</summary>
    public uint Timestamp(Instant now) => unchecked(timestampOffset + (uint)now.SinceStart.WholeMilliseconds);

    /// <summary>Makes a packet whose options, if any, are already in the pool.</summary>
    public Packet Make(
        Instant now, uint sequence, uint acknowledgment, TcpFlags flags, int options, int payloadLength, ushort window)
    {
        int optionLength = UsesTimestamps ? PacketOptionsLength.Timestamps : 0;
        if (options != 0)
        {
            optionLength = PacketOptionsLength.Of(in packets.Options[options], UsesTimestamps);
        }

        Packet packet = new()
        {
            Flow = flow,
            SequenceNumber = sequence,
            AcknowledgmentNumber = acknowledgment,
            Flags = flags,
            Options = options,
            PayloadLength = (ushort)payloadLength,
            Length = (ushort)(_headerLength + optionLength + payloadLength),
            Window = window,
        };
        if (UsesTimestamps)
        {
            packet.Traits = PacketTraits.Timestamps;
            packet.TimestampValue = Timestamp(now);
            packet.TimestampEcho = TimestampRecent;
        }

        return packet;
    }
}
