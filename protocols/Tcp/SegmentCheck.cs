using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>What becomes of an arriving segment before its acknowledgment and payload are looked at.</summary>
internal enum SegmentVerdict
{
    /// <summary>It is processed.</summary>
    Accept,

    /// <summary>It is dropped.</summary>
    Drop,

    /// <summary>It is dropped, and answered with an acknowledgment that tells the peer where this end stands.</summary>
    Challenge,

    /// <summary>It lies outside of the window: dropped and answered, and what it repeats is reported.</summary>
    Unacceptable,

    /// <summary>It resets the connection.</summary>
    Reset,
}

/// <summary>
/// The checks that every segment of a synchronized connection passes first (RFC 9293, 3.10.7.4, first, second, fourth
/// and fifth).
/// </summary>
internal static class SegmentCheck
{
    /// <summary>Judges a segment.</summary>
    /// <param name="packet">The segment.</param>
    /// <param name="start">The stream position of its first byte.</param>
    /// <param name="receiver">What has arrived so far.</param>
    /// <param name="isOld">Whether its timestamp lies before one already seen (PAWS, RFC 7323, 5).</param>
    public static SegmentVerdict Judge(in Packet packet, long start, TcpReceiver receiver, bool isOld)
    {
        bool isReset = packet.Has(TcpFlags.Rst);
        bool isInWindow = receiver.IsAcceptable(start, packet.SequenceLength);
        if (isReset)
        {
            // RFC 5961, 3.2: only an exact match resets; anything else in the window is asked to confirm.
            return !isInWindow ? SegmentVerdict.Drop
                : start == receiver.Next ? SegmentVerdict.Reset : SegmentVerdict.Challenge;
        }

        if (isOld || !isInWindow)
        {
            return SegmentVerdict.Unacceptable;
        }

        // RFC 5961, 4.2: a SYN is asked to confirm, wherever it lies.
        return packet.Has(TcpFlags.Syn) ? SegmentVerdict.Challenge
            : packet.Has(TcpFlags.Ack) ? SegmentVerdict.Accept : SegmentVerdict.Drop;
    }
}
