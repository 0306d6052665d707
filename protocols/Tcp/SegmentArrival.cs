using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>What an arriving segment does to a connection: "SEGMENT ARRIVES" of RFC 9293, 3.10.7.</summary>
internal static class SegmentArrival
{
    /// <summary>A packet arrived while this end waits for the answer to its SYN (RFC 9293, 3.10.7.3).</summary>
    public static void OnPacketInSynSent(TcpConnection tcp, in Packet packet, in PacketOptions options, Instant now)
    {
        bool isAcknowledged = packet.Has(TcpFlags.Ack)
            && packet.AcknowledgmentNumber == unchecked(tcp.InitialSequenceNumber + 1);
        if (packet.Has(TcpFlags.Rst))
        {
            if (isAcknowledged)
            {
                tcp.Extension?.OnReset(in options);
                tcp.End(TcpFailure.Refused);
            }

            return;
        }

        if (!isAcknowledged || !packet.Has(TcpFlags.Syn))
        {
            return;
        }

        tcp.ReadSyn(in packet, in options);
        if (tcp.Extension is not null && !tcp.Extension.OnSynAck(in packet, in options, now))
        {
            tcp.RefuseSynAck();
            return;
        }

        // The window of a SYN is never scaled (RFC 7323, 2.2).
        tcp.Establish(packet.Window, in options, now);
        tcp.Ack.Demand();
    }

    /// <summary>A packet arrived in any later state (RFC 9293, 3.10.7.4).</summary>
    public static void OnSegment(TcpConnection tcp, in Packet packet, in PacketOptions options, Instant now)
    {
        long start = SequenceNumber.Unwrap(
            unchecked(packet.SequenceNumber - tcp.Handshake.PeerInitialSequenceNumber), tcp.Receiver.Next);
        bool isStamped = tcp.Handshake.UsesTimestamps && (packet.Traits & PacketTraits.Timestamps) != 0;
        bool isOld = isStamped && (int)(packet.TimestampValue - tcp.Segments.TimestampRecent) < 0;
        SegmentVerdict verdict = SegmentCheck.Judge(in packet, start, tcp.Receiver, isOld);
        if (verdict != SegmentVerdict.Accept)
        {
            OnRejected(tcp, verdict, in packet, in options, start, now);
            return;
        }

        if (isStamped && start <= tcp.Receiver.LastAcknowledged)
        {
            tcp.Segments.TimestampRecent = packet.TimestampValue;
        }

        long ack = SequenceNumber.Unwrap(
            unchecked(packet.AcknowledgmentNumber - tcp.InitialSequenceNumber), tcp.Sender.Unacknowledged);
        if (ack > tcp.Sender.Next)
        {
            tcp.Ack.Demand();
            return;
        }

        if (tcp.State == TcpState.SynReceived)
        {
            if (ack < 1)
            {
                return;
            }

            tcp.Establish((long)packet.Window << tcp.Handshake.PeerScale, in options, now);
        }

        if (tcp.Extension is not null && !tcp.Extension.OnSegment(in packet, in options, start, now))
        {
            tcp.Abort();
            return;
        }

        OnAcknowledgment(tcp, in packet, in options, ack, now);
        if (packet.PayloadLength > 0 || packet.Has(TcpFlags.Fin))
        {
            OnPayload(tcp, in packet, start, now);
        }
    }

    private static void OnRejected(
        TcpConnection tcp, SegmentVerdict verdict, in Packet packet, in PacketOptions options, long start, Instant now)
    {
        switch (verdict)
        {
            case SegmentVerdict.Reset:
                tcp.Extension?.OnReset(in options);
                tcp.End(tcp.State == TcpState.SynReceived ? TcpFailure.Refused : TcpFailure.Reset);
                break;
            case SegmentVerdict.Challenge:
                tcp.Ack.Demand();
                break;
            case SegmentVerdict.Unacceptable:
                OnUnacceptable(tcp, in packet, start, now);
                break;
            default:
                break;
        }
    }

    private static void OnUnacceptable(TcpConnection tcp, in Packet packet, long start, Instant now)
    {
        if (tcp.State == TcpState.SynReceived && packet.Has(TcpFlags.Syn))
        {
            tcp.RepeatSyn();
            return;
        }

        if (tcp.State == TcpState.TimeWait)
        {
            tcp.StayInTimeWait(now);
        }

        // What lies beyond the window has not arrived: only what was there before is a duplicate (tcp_send_dupack).
        if (packet.PayloadLength > 0 && start < tcp.Receiver.Next)
        {
            tcp.Receiver.OnDuplicate(start, packet.PayloadLength);
        }

        tcp.Ack.Demand();
    }

    private static void OnAcknowledgment(
        TcpConnection tcp, in Packet packet, in PacketOptions options, long ack, Instant now)
    {
        TcpSender sender = tcp.Sender;
        long window = (long)packet.Window << tcp.Handshake.PeerScale;
        window = tcp.Extension?.OnWindow(window, in options) ?? window;
        if (ack < sender.Unacknowledged)
        {
            return;
        }

        bool hasSack = options.Has(PacketOptionKinds.Sack) && tcp.Handshake.UsesSack;
        if (ack + window > sender.WindowEnd)
        {
            sender.OnWindow(ack + window, now);
        }

        if (sender.Segments.Count == 0)
        {
            sender.ProbeClosedWindow(now);
            return;
        }

        bool advances = ack > sender.Unacknowledged;
        if (!hasSack)
        {
            sender.OnAcknowledgment(ack, default, EchoRoundTrip(tcp, in packet, now), now);
        }
        else
        {
            SackBlocks positions = ToPositions(tcp, in options);
            Span<SackBlock> blocks = positions;
            sender.OnAcknowledgment(ack, blocks[..options.SackCount], EchoRoundTrip(tcp, in packet, now), now);
        }

        if (advances)
        {
            tcp.OnAdvance(now);
        }
    }

    private static void OnPayload(TcpConnection tcp, in Packet packet, long start, Instant now)
    {
        TcpReceiver receiver = tcp.Receiver;
        long before = receiver.Next;
        if ((packet.Traits & PacketTraits.Timestamps) != 0
            && receiver.BeginsRound(packet.TimestampEcho, packet.PayloadLength))
        {
            receiver.OnRoundTrip(Duration.Max(EchoRoundTrip(tcp, in packet, now), Duration.FromMilliseconds(1)));
        }

        bool isUrgent = receiver.OnSegment(start, packet.PayloadLength, packet.Has(TcpFlags.Fin));
        tcp.Ack.OnSegment(packet.PayloadLength, packet.Has(TcpFlags.Psh));
        tcp.Ack.OnData(now, receiver, tcp.Sender.Rto);
        bool isMoreThanOne = receiver.Next - receiver.LastAcknowledged > receiver.Segment;
        tcp.Ack.Schedule(now, isMoreThanOne, isUrgent || receiver.IsFinReached, tcp.Sender.SmoothedRtt);
        if (receiver.Next == before)
        {
            return;
        }

        tcp.OnInOrder(now);
    }

    private static Duration EchoRoundTrip(TcpConnection tcp, in Packet packet, Instant now) =>
        (packet.Traits & PacketTraits.Timestamps) != 0 && packet.TimestampEcho != 0
            ? Duration.FromMilliseconds(Math.Max((int)(tcp.Segments.Timestamp(now) - packet.TimestampEcho), 0))
            : -new Duration(1);

    private static SackBlocks ToPositions(TcpConnection tcp, in PacketOptions options)
    {
        SackBlocks positions = default;
        for (int i = 0; i < options.SackCount; i++)
        {
            SackBlock block = options.SackBlocks[i];
            positions[i] = new SackBlock(
                unchecked(block.Left - tcp.InitialSequenceNumber), unchecked(block.Right - tcp.InitialSequenceNumber));
        }

        return positions;
    }
}
