using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>What an arriving segment does to a connection: "SEGMENT ARRIVES" of RFC 9293, 3.10.7.</summary>
/// <remarks>Read tcp_validate_incoming, tcp_rcv_established and tcp_rcv_state_process (net/ipv4/tcp_input.c).</remarks>
internal static class SegmentArrival
{
    /// <summary>tcp_paws_check: TCP_PAWS_WINDOW, by how much a timestamp may lie behind one already seen.</summary>
    public const int TimestampSlack = 1;

    /// <summary>A packet arrived in a synchronized state (RFC 9293, 3.10.7.4).</summary>
    public static void OnSegment(TcpConnection tcp, in Packet packet, in PacketOptions options, Instant now)
    {
        TcpReceiver receiver = tcp.Receiver;
        long start = SequenceNumber.Unwrap(
            unchecked(packet.SequenceNumber - tcp.Handshake.PeerInitialSequenceNumber), receiver.Next);
        bool isStamped = tcp.Handshake.UsesTimestamps && (packet.Traits & PacketTraits.Timestamps) != 0;
        int age = isStamped ? (int)(tcp.Segments.TimestampRecent - packet.TimestampValue) : 0;

        // Header prediction, as in tcp_rcv_established: the next segment, with nothing special, needs no judgement.
        bool isPredicted = (packet.Flags & ~TcpFlags.Psh) == TcpFlags.Ack && start == receiver.Next
            && start <= receiver.WindowEnd && age <= TimestampSlack;
        if (!isPredicted)
        {
            SegmentVerdict verdict = SegmentCheck.Judge(tcp, in packet, start, isOld: age > TimestampSlack);
            if (verdict != SegmentVerdict.Accept)
            {
                OnRejected(tcp, verdict, in packet, in options, start, now);
                return;
            }
        }

        if (isStamped && age <= 0 && start <= receiver.LastAcknowledged)
        {
            tcp.Segments.TimestampRecent = packet.TimestampValue;
        }

        long ack = SequenceNumber.Unwrap(
            unchecked(packet.AcknowledgmentNumber - tcp.InitialSequenceNumber), tcp.Sender.Unacknowledged);
        if (ack > tcp.Sender.Next)
        {
            OnAcknowledgmentOfUnsent(tcp, in packet, now);
            return;
        }

        if (tcp.State == TcpState.SynReceived)
        {
            if (ack < 1)
            {
                OnAcknowledgmentOfUnsent(tcp, in packet, now);
                return;
            }

            // The window of a SYN is never scaled (RFC 7323, 2.2).
            int scale = packet.Has(TcpFlags.Syn) ? 0 : tcp.Handshake.PeerScale;
            tcp.Establish((long)packet.Window << scale, in options, now);
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
        else if (packet.Has(TcpFlags.Syn))
        {
            // The other half of a simultaneous open: the peer waits for this end's acknowledgment.
            tcp.Ack.Demand();
        }
    }

    // RFC 9293, 3.10.7.4, fifth. Linux differs: in ESTABLISHED it says nothing.
    private static void OnAcknowledgmentOfUnsent(TcpConnection tcp, in Packet packet, Instant now)
    {
        if (tcp.State == TcpState.SynReceived)
        {
            tcp.Outgoing.AnswerWithReset(in packet);
        }
        else if (tcp.State != TcpState.Established)
        {
            tcp.Challenge(now);
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
                tcp.Challenge(now);
                break;
            case SegmentVerdict.Unacceptable:
                OnUnacceptable(tcp, in packet, start, now);
                break;
            default:
                break;
        }
    }

    // tcp_send_dupack.
    private static void OnUnacceptable(TcpConnection tcp, in Packet packet, long start, Instant now)
    {
        if (tcp.State == TcpState.SynReceived && packet.Has(TcpFlags.Syn) && !packet.Has(TcpFlags.Ack))
        {
            tcp.Outgoing.Syn = true;
            return;
        }

        // What carries no data may be an answer to an answer: such loops are slow (tcp_oow_rate_limited).
        if (packet.SequenceLength == 0 || packet.Has(TcpFlags.Syn))
        {
            tcp.Challenge(now);
            return;
        }

        // What lies beyond the window has not arrived: only what was there before is a duplicate.
        if (start < tcp.Receiver.Next)
        {
            OnRepetition(tcp, in packet, start);
        }

        tcp.Ack.Demand();
    }

    // A retransmission that was not needed: the sender must know at once (tcp_data_queue, tcp_send_dupack).
    private static void OnRepetition(TcpConnection tcp, in Packet packet, long start)
    {
        tcp.Ack.BeQuick(tcp.Receiver, DelayedAck.MaximumQuickAcks);
        tcp.Receiver.OnDuplicate(start, packet.PayloadLength);
        tcp.Ack.Demand();
    }

    private static void OnAcknowledgment(
        TcpConnection tcp, in Packet packet, in PacketOptions options, long ack, Instant now)
    {
        TcpSender sender = tcp.Sender;
        long window = (long)packet.Window << (packet.Has(TcpFlags.Syn) ? 0 : tcp.Handshake.PeerScale);
        window = tcp.Extension?.OnWindow(window, in options) ?? window;
        if (packet.PayloadLength > 0 && ack == sender.Unacknowledged && sender.IsAllAcknowledged
            && ack + window <= sender.WindowEnd && !sender.Probe.IsOutstanding && packet.Options == 0)
        {
            // Data for an end that has nothing under way: its acknowledgment says nothing.
            return;
        }

        sender.OnHeard();
        if (ack < sender.Unacknowledged)
        {
            return;
        }

        bool repeatsWindow = ack + window == sender.WindowEnd;
        if (ack + window > sender.WindowEnd)
        {
            sender.OnWindow(ack + window, now);
        }

        bool hasSack = packet.Options != 0 && options.Has(PacketOptionKinds.Sack) && sender.UsesSack;
        if (sender.Segments.Count == 0 && !hasSack && !sender.Probe.IsOutstanding)
        {
            sender.ProbeClosedWindow(now);
            return;
        }

        bool isPure = packet.PayloadLength == 0 && repeatsWindow && !packet.Has(TcpFlags.Fin);
        bool advances = ack > sender.Unacknowledged;
        bool echoesCongestion = sender.Ecn.IsOn && packet.Has(TcpFlags.Ece) && !packet.Has(TcpFlags.Syn);
        AckDetails details = new(EchoRoundTrip(tcp, in packet, now), isPure, echoesCongestion);
        if (!hasSack)
        {
            sender.OnAcknowledgment(ack, default, in details, now);
        }
        else
        {
            SackBlocks positions = ToPositions(tcp, in options);
            Span<SackBlock> blocks = positions;
            sender.OnAcknowledgment(ack, blocks[..options.SackCount], in details, now);
        }

        if (advances)
        {
            tcp.OnAdvance(now);
        }
    }

    private static void OnPayload(TcpConnection tcp, in Packet packet, long start, Instant now)
    {
        TcpReceiver receiver = tcp.Receiver;
        if (start + packet.SequenceLength <= receiver.Next)
        {
            OnRepetition(tcp, in packet, start);
            return;
        }

        if (tcp.Sender.IsOrphan && tcp.Extension is null && start + packet.PayloadLength > receiver.Next)
        {
            // RFC 9293, 3.6.1: nobody will read this, and the peer must know (tcp_rcv_state_process).
            tcp.ResetByData(in packet);
            return;
        }

        long before = receiver.Next;
        if ((packet.Traits & PacketTraits.Timestamps) != 0
            && receiver.BeginsRound(packet.TimestampEcho, packet.PayloadLength))
        {
            receiver.OnRoundTrip(Duration.Max(EchoRoundTrip(tcp, in packet, now), Duration.FromMilliseconds(1)));
        }

        if (tcp.Sender.Ecn.IsOn)
        {
            tcp.Sender.Ecn.OnData(in packet, ref tcp.Ack, receiver);
        }

        bool isBesideGap = receiver.OnSegment(start, packet.PayloadLength, packet.Has(TcpFlags.Fin));
        tcp.Ack.OnSegment(packet.PayloadLength, packet.Has(TcpFlags.Psh));
        if (!tcp.Ack.TryOnCloseData(now))
        {
            tcp.Ack.OnData(now, receiver, tcp.Sender.Rto);
        }

        if (receiver.GrowWindow(packet.PayloadLength))
        {
            tcp.Ack.BeQuickOnce();
        }

        bool isMoreThanOne = receiver.Next - receiver.LastAcknowledged > receiver.Segment;
        if (!isBesideGap || isMoreThanOne || !tcp.Sender.UsesSack || receiver.OutOfOrderBytes == 0)
        {
            tcp.Ack.Schedule(now, isMoreThanOne, isBesideGap || receiver.IsFinReached, tcp.Sender.SmoothedRtt);
        }
        else
        {
            tcp.Ack.ScheduleBesideGap(now, receiver.Next > before, LesserRoundTrip(tcp), tcp.Sender.Config);
        }

        if (receiver.Next == before)
        {
            return;
        }

        tcp.OnInOrder(now);
    }

    /// <summary>The time since the timestamp was sent that a packet echoes; negative when it echoes none.</summary>
    public static Duration EchoRoundTrip(TcpConnection tcp, in Packet packet, Instant now) =>
        (packet.Traits & PacketTraits.Timestamps) != 0 && packet.TimestampEcho != 0
            ? Duration.FromMilliseconds(Math.Max((int)(tcp.Segments.Timestamp(now) - packet.TimestampEcho), 0))
            : -new Duration(1);

    private static Duration LesserRoundTrip(TcpConnection tcp)
    {
        Duration sending = tcp.Sender.SmoothedRtt;
        Duration receiving = tcp.Receiver.RoundTrip;
        return sending > Duration.Zero && sending < receiving ? sending : receiving;
    }

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
