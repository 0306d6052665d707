using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>
/// The short way of the two packets that nearly all are: an acknowledgment of new data while nothing is lost, and the next
/// data for an end that has nothing under way itself (tcp_rcv_established, "header prediction"; Jacobson, 1990).
/// </summary>
/// <remarks>
/// Does what <see cref="SegmentArrival"/> would do, without the questions whose answers are known. Whatever is the least bit
/// unusual goes the long way.
/// </remarks>
internal static class HeaderPrediction
{
    /// <summary>Takes a packet if it is what was expected.</summary>
    /// <returns>False when nothing was done: the packet is to go the long way.</returns>
    public static bool TryTake(TcpConnection tcp, in Packet packet, Instant now)
    {
        TcpReceiver receiver = tcp.Receiver;
        ref TcpHandshake handshake = ref tcp.Handshake;
        bool isOrdinary = tcp.State == TcpState.Established && (packet.Flags & ~TcpFlags.Psh) == TcpFlags.Ack
            && packet.Options == 0 && (packet.Traits & PacketTraits.Timestamps) != 0 && handshake.UsesTimestamps
            && unchecked(packet.SequenceNumber - handshake.PeerInitialSequenceNumber) == (uint)receiver.Next
            && receiver.Next <= receiver.WindowEnd && tcp.Extension is null && !tcp.Sender.Ecn.IsOn;
        if (!isOrdinary || (int)(tcp.Segments.TimestampRecent - packet.TimestampValue) > SegmentArrival.TimestampSlack)
        {
            return false;
        }

        uint ack = unchecked(packet.AcknowledgmentNumber - handshake.InitialSequenceNumber);
        long window = (long)packet.Window << handshake.PeerScale;
        return packet.PayloadLength == 0
            ? TryTakeAcknowledgment(tcp, in packet, ack, window, now)
            : TryTakeData(tcp, in packet, ack, window, now);
    }

    private static bool TryTakeAcknowledgment(TcpConnection tcp, in Packet packet, uint ack, long window, Instant now)
    {
        TcpSender sender = tcp.Sender;
        int advance = (int)(ack - (uint)sender.Unacknowledged);
        if (advance <= 0 || advance > sender.Next - sender.Unacknowledged || !sender.IsUndisturbed)
        {
            return false;
        }

        Note(tcp, in packet);
        sender.OnHeard();
        long end = sender.Unacknowledged + advance;
        if (end + window > sender.WindowEnd)
        {
            sender.OnWindow(end + window, now);
        }

        AckArrival.ApplyUndisturbed(sender, end, SegmentArrival.EchoRoundTrip(tcp, in packet, now), now);
        tcp.OnAdvance(now);
        return true;
    }

    private static bool TryTakeData(TcpConnection tcp, in Packet packet, uint ack, long window, Instant now)
    {
        TcpSender sender = tcp.Sender;
        TcpReceiver receiver = tcp.Receiver;
        bool saysNothingElse = ack == (uint)sender.Unacknowledged && sender.IsAllAcknowledged
            && sender.Unacknowledged + window <= sender.WindowEnd && !sender.Probe.IsOutstanding;
        if (!saysNothingElse || sender.IsOrphan || receiver.OutOfOrderBytes > 0)
        {
            return false;
        }

        Note(tcp, in packet);
        int length = packet.PayloadLength;
        if (receiver.BeginsRound(packet.TimestampEcho, length))
        {
            receiver.OnRoundTrip(Duration.Max(SegmentArrival.EchoRoundTrip(tcp, in packet, now), Duration.FromMilliseconds(1)));
        }

        receiver.OnNext(length);
        ref DelayedAck delayed = ref tcp.Ack;
        delayed.OnSegment(length, packet.Has(TcpFlags.Psh));
        if (!delayed.TryOnCloseData(now))
        {
            delayed.OnData(now, receiver, sender.Rto);
        }

        if (receiver.GrowWindow(length))
        {
            delayed.BeQuickOnce();
        }

        bool isMoreThanOne = receiver.Next - receiver.LastAcknowledged > receiver.Segment;
        delayed.Schedule(now, isMoreThanOne, isUrgent: false, sender.SmoothedRtt);
        tcp.OnInOrder(now);
        return true;
    }

    // RFC 7323, 4.3: the timestamp to echo is the newest one of a segment that was not beyond what was acknowledged last.
    private static void Note(TcpConnection tcp, in Packet packet)
    {
        bool isNewer = (int)(tcp.Segments.TimestampRecent - packet.TimestampValue) <= 0;
        if (isNewer && tcp.Receiver.Next <= tcp.Receiver.LastAcknowledged)
        {
            tcp.Segments.TimestampRecent = packet.TimestampValue;
        }
    }
}
