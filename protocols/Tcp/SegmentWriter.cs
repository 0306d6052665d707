using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>Makes the packets of one connection (tcp_transmit_skb, tcp_established_options).</summary>
/// <remarks>A mutable struct, part of its <see cref="TcpConnection"/>.</remarks>
internal struct SegmentWriter
{
    private const int TcpHeaderLength = 20;

    private readonly PacketContext _packets;
    private readonly int _flow;
    private readonly uint _timestampOffset;
    private readonly ushort _headerLength;

    /// <summary>Makes packets of a flow.</summary>
    /// <param name="packets">The simulation's packets.</param>
    /// <param name="flow">The flow.</param>
    /// <param name="timestampOffset">Where the clock of the timestamps option starts.</param>
    public SegmentWriter(PacketContext packets, int flow, uint timestampOffset)
    {
        bool isIpv6 = packets.Flows[flow].Source.Address.Family == AddressFamily.Ipv6;
        _packets = packets;
        _flow = flow;
        _timestampOffset = timestampOffset;
        _headerLength = (ushort)((isIpv6 ? 40 : 20) + TcpHeaderLength);
    }

    /// <summary>The flow of the packets.</summary>
    public readonly int Flow => _flow;

    /// <summary>The options of packets.</summary>
    public readonly PacketOptionPool Options => _packets.Options;

    /// <summary>Where flows' bytes lie.</summary>
    public readonly FlowTable Flows => _packets.Flows;

    /// <summary>What TSecr echoes: the newest TSval of the peer (RFC 7323, 4.3).</summary>
    public uint TimestampRecent { get; set; }

    /// <summary>
    /// The clock of the timestamps option: milliseconds from an offset that hides the uptime (RFC 7323, 5.4;
    /// tcp_clock_ms).
    /// </summary>
    public readonly uint Timestamp(Instant now) => unchecked(_timestampOffset + (uint)now.SinceStart.WholeMilliseconds);

    /// <summary>The options of a packet; an empty set when it has none.</summary>
    public readonly ref readonly PacketOptions OptionsOf(in Packet packet)
    {
        if (packet.Options == 0)
        {
            return ref NoOptions.Value;
        }

        return ref Options[packet.Options];
    }

    /// <summary>Makes a SYN or SYN/ACK.</summary>
    public readonly void MakeSyn(
        TcpConnection connection,
        in TcpHandshake handshake,
        bool isReply,
        Instant now,
        out Packet packet)
    {
        int handle = Options.Rent();
        ref PacketOptions options = ref Options[handle];
        TcpConfig config = connection.Sender.Config;
        TcpReceiver receiver = connection.Receiver;
        handshake.Write(ref options, isReply, config);
        connection.Extension?.WriteSynOptions(ref options, handshake.WasSent);
        bool isStamped = handshake.WritesTimestamps(isReply, config);

        // The window of a SYN is never scaled (RFC 7323, 2.2).
        long window = Math.Min(receiver.SelectWindow(0), ushort.MaxValue);
        receiver.WindowEnd = receiver.Next + window;
        Begin(handshake.InitialSequenceNumber, isReply ? TcpFlags.Syn | TcpFlags.Ack : TcpFlags.Syn, out packet);
        packet.AcknowledgmentNumber = isReply ? unchecked(handshake.PeerInitialSequenceNumber + 1) : 0;
        packet.Flags |= connection.Sender.Ecn.OnSynSent(isReply, handshake.WasSent, config);
        packet.Window = (ushort)window;
        packet.Options = handle;
        packet.Length += (ushort)PacketOptionsLength.Of(in options, isStamped);
        Stamp(ref packet, isStamped, now);
    }

    /// <summary>
    /// Makes a packet of a segment that the sender wants to send, as much of it as fits beside the options, and commits
    /// it.
    /// </summary>
    public readonly void MakeData(
        TcpConnection connection,
        in TcpHandshake handshake,
        ref SegmentToSend segment,
        Instant now,
        out Packet packet)
    {
        TcpSender sender = connection.Sender;
        TcpExtension? extension = connection.Extension;
        int limit = RoomFor(segment.Length, connection, in handshake);
        if (extension is not null && segment.Length > 0)
        {
            limit = Math.Min(limit, extension.LimitSegment(segment.Start, limit));
        }

        if (limit < segment.Length)
        {
            segment = segment.IsRetransmission
                ? sender.Split(in segment, limit)
                : segment with { Length = limit, Fin = false };
        }

        connection.Ack.OnDataSent(now);
        bool isLast = segment.Length > 0 && segment.Start + segment.Length == sender.WriteEnd
            && extension is not { HasMoreToGive: true };
        isLast |= !segment.IsRetransmission && segment.Length > 0 && sender.Picker.EndsGsoPacket(sender);
        TcpFlags flags = TcpFlags.Ack | (isLast ? TcpFlags.Psh : 0) | (segment.Fin ? TcpFlags.Fin : 0);
        sender.Commit(in segment, now);
        MakeSegment(connection, in handshake, segment.Start, segment.Length, flags, now, out packet);
        if (sender.Ecn.IsOn)
        {
            sender.Ecn.OnSend(ref packet, isNewData: segment.Length > 0 && !segment.IsRetransmission);
        }
    }

    /// <summary>Makes an acknowledgment.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="handshake">What its ends have agreed on.</param>
    /// <param name="isProbe">
    /// Whether it lies below SND.UNA, so that the peer must answer and say its window (tcp_xmit_probe_skb).
    /// </param>
    /// <param name="now">The time now.</param>
    /// <param name="packet">The packet.</param>
    public readonly void MakeAck(
        TcpConnection connection, in TcpHandshake handshake, bool isProbe, Instant now, out Packet packet)
    {
        long start = isProbe ? connection.Sender.Unacknowledged - 1 : connection.Sender.Next;
        MakeSegment(connection, in handshake, start, 0, TcpFlags.Ack, now, out packet);
        if (connection.Sender.Ecn.IsOn)
        {
            connection.Sender.Ecn.OnSend(ref packet, isNewData: false);
        }
    }

    /// <summary>Makes a reset (RFC 9293, 3.10.5).</summary>
    public readonly void MakeReset(TcpConnection connection, in TcpHandshake handshake, Instant now, out Packet packet)
    {
        uint sequence = unchecked(handshake.InitialSequenceNumber + (uint)connection.Sender.Next);
        Begin(sequence, TcpFlags.Rst | TcpFlags.Ack, out packet);
        packet.AcknowledgmentNumber =
            unchecked(handshake.PeerInitialSequenceNumber + (uint)connection.Receiver.Next);
        int optionLength = handshake.UsesTimestamps ? PacketOptionsLength.Timestamps : 0;
        if (connection.Extension is { } extension)
        {
            packet.Options = Options.Rent();
            ref PacketOptions options = ref Options[packet.Options];
            extension.WriteResetOptions(ref options);
            optionLength = PacketOptionsLength.Of(in options, handshake.UsesTimestamps);
        }

        packet.Length += (ushort)optionLength;
        Stamp(ref packet, handshake.UsesTimestamps, now);
    }

    /// <summary>Makes a reset for a segment that has no place in the connection (RFC 9293, 3.5.2).</summary>
    public readonly void MakeStrayReset(uint sequence, out Packet packet) =>
        Begin(sequence, TcpFlags.Rst, out packet);

    // How much data fits beside the options (tcp_current_mss, tcp_established_options): blocks take what room the others leave.
    private static int RoomFor(int length, TcpConnection connection, in TcpHandshake handshake)
    {
        int reserve = connection.Extension?.DataOptionLength ?? 0;
        int sack = 0;
        if (connection.Receiver.HasSackBlocks && handshake.UsesSack)
        {
            int room = PacketOptionsLength.Maximum - reserve - (handshake.UsesTimestamps ? PacketOptionsLength.Timestamps : 0);
            sack = PacketOptionsLength.OfSack(connection.Receiver.SackBlocksIn(room));
        }

        return Math.Min(length, connection.Sender.MaximumPayload - reserve - sack);
    }

    /// <summary>Makes a segment that begins at a stream position; the receiver's part in it counts as sent.</summary>
    public readonly void MakeSegment(
        TcpConnection connection,
        in TcpHandshake handshake,
        long start,
        int length,
        TcpFlags flags,
        Instant now,
        out Packet packet)
    {
        TcpReceiver receiver = connection.Receiver;
        TcpExtension? extension = connection.Extension;
        Begin(unchecked(handshake.InitialSequenceNumber + (uint)start), flags, out packet);
        int optionLength = handshake.UsesTimestamps ? PacketOptionsLength.Timestamps : 0;
        if (receiver.HasSackBlocks || extension is not null)
        {
            packet.Options = WriteOptions(connection, in handshake, start, length);
            optionLength = PacketOptionsLength.Of(in Options[packet.Options], handshake.UsesTimestamps);
        }

        int scale = handshake.Scale;
        long window = extension?.SelectWindow(scale) ?? receiver.SelectWindow(scale);
        window = Math.Min(window, (long)ushort.MaxValue << scale);
        receiver.OnAcknowledgmentSent(window);
        extension?.OnWindowSent(window);
        packet.AcknowledgmentNumber = unchecked(handshake.PeerInitialSequenceNumber + (uint)receiver.Next);
        packet.PayloadLength = (ushort)length;
        packet.Length += (ushort)(optionLength + length);
        packet.Window = (ushort)(window >> scale);
        Stamp(ref packet, handshake.UsesTimestamps, now);
        connection.Ack.OnAckSent(extension?.IsHalfFull ?? receiver.IsHalfFull);
    }

    private readonly int WriteOptions(TcpConnection connection, in TcpHandshake handshake, long start, int length)
    {
        int handle = Options.Rent();
        ref PacketOptions options = ref Options[handle];
        connection.Extension?.WriteOptions(ref options, start, length);
        if (connection.Receiver.HasSackBlocks && handshake.UsesSack)
        {
            int room = PacketOptionsLength.Maximum - PacketOptionsLength.Of(in options, handshake.UsesTimestamps);
            connection.Receiver.WriteSack(ref options, handshake.PeerInitialSequenceNumber, room);
        }

        return handle;
    }

    private readonly void Begin(uint sequence, TcpFlags flags, out Packet packet)
    {
        packet = default;
        packet.Flow = _flow;
        packet.SequenceNumber = sequence;
        packet.Flags = flags;
        packet.Length = _headerLength;
    }

    private readonly void Stamp(ref Packet packet, bool isStamped, Instant now)
    {
        if (isStamped)
        {
            packet.Traits = PacketTraits.Timestamps;
            packet.TimestampValue = Timestamp(now);
            packet.TimestampEcho = TimestampRecent;
        }
    }

    // One empty set of options for all packets that have none, so that they can be passed by reference.
    private static class NoOptions
    {
        internal static readonly PacketOptions Value;
    }
}
