using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>
/// The checks that every segment of a synchronized connection passes first (RFC 9293, 3.10.7.4, first, second, fourth
/// and fifth; tcp_validate_incoming).
/// </summary>
internal static class SegmentCheck
{
    /// <summary>Judges a segment.</summary>
    /// <param name="tcp">Whose segment.</param>
    /// <param name="packet">The segment.</param>
    /// <param name="start">The stream position of its first byte.</param>
    /// <param name="isOld">Whether its timestamp lies before one already seen (PAWS, RFC 7323, 5).</param>
    public static SegmentVerdict Judge(TcpConnection tcp, in Packet packet, long start, bool isOld)
    {
        bool isInWindow = tcp.Receiver.IsAcceptable(start, packet.SequenceLength);
        if ((packet.Flags & (TcpFlags.Rst | TcpFlags.Syn)) != 0)
        {
            return packet.Has(TcpFlags.Rst)
                ? JudgeReset(tcp, start, isInWindow)
                : JudgeSyn(tcp, in packet, start, isInWindow && !isOld);
        }

        if (isOld || !isInWindow)
        {
            return SegmentVerdict.Unacceptable;
        }

        return packet.Has(TcpFlags.Ack) ? SegmentVerdict.Accept : SegmentVerdict.Drop;
    }

    // RFC 5961, 3.2: only an exact match resets; anything else in the window is asked to confirm. Linux also takes the
    // right edge of what it has acknowledged selectively, and after a FIN the position before it (tcp_reset_check).
    private static SegmentVerdict JudgeReset(TcpConnection tcp, long start, bool isInWindow)
    {
        TcpReceiver receiver = tcp.Receiver;
        bool isBeforeFin = start == receiver.Next - 1
            && tcp.State is TcpState.CloseWait or TcpState.LastAck or TcpState.Closing;
        if (start == receiver.Next || isBeforeFin)
        {
            return SegmentVerdict.Reset;
        }

        if (!isInWindow)
        {
            return SegmentVerdict.Drop;
        }

        return tcp.Sender.UsesSack && start == receiver.OutOfOrderEnd ? SegmentVerdict.Reset : SegmentVerdict.Challenge;
    }

    // RFC 5961, 4.2: a SYN is asked to confirm, wherever it lies, but for the one that a simultaneous open waits for.
    private static SegmentVerdict JudgeSyn(TcpConnection tcp, in Packet packet, long start, bool isAcceptable)
    {
        if (tcp.State != TcpState.SynReceived)
        {
            return SegmentVerdict.Challenge;
        }

        bool isOpen = packet.Has(TcpFlags.Ack) && start == 0 && packet.SequenceLength == 1
            && packet.AcknowledgmentNumber == unchecked(tcp.InitialSequenceNumber + 1);
        bool isRepeated = start == 0 && !packet.Has(TcpFlags.Ack);
        return isOpen ? SegmentVerdict.Accept
            : isAcceptable && !isRepeated ? SegmentVerdict.Challenge : SegmentVerdict.Unacceptable;
    }
}
