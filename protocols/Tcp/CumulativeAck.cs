using Protocols.Congestion;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>What a cumulative acknowledgment does to the segments in flight (tcp_clean_rtx_queue).</summary>
internal static class CumulativeAck
{
    /// <summary>
    /// Removes the segments below <paramref name="ack"/>, and takes the round-trip times that they give.
    /// </summary>
    /// <param name="sender">Whose segments.</param>
    /// <param name="ack">The position the peer expects next.</param>
    /// <param name="now">The time now.</param>
    /// <param name="oldestSentAt">
    /// When the oldest of them was sent, among those sent only once: the sample that RTO is made of; -1 without one.
    /// </param>
    /// <param name="newestSentAt">The same of the newest: the sample that congestion control wants.</param>
    /// <returns>How many segments it removed.</returns>
    public static int Apply(TcpSender sender, long ack, Instant now, out long oldestSentAt, out long newestSentAt)
    {
        oldestSentAt = -1;
        newestSentAt = -1;
        bool isAmbiguous = false;
        DeliveryRate? deliveries = sender.Deliveries;
        ref Scoreboard segments = ref sender.Segments;
        bool isInLoss = sender.State == CongestionState.Loss;
        int removed = !isInLoss && deliveries is null && !sender.IsBelowHighestSack((uint)sender.Unacknowledged)
            ? RemoveOriginals(sender, (uint)ack, now, ref oldestSentAt, ref newestSentAt)
            : 0;
        Duration minimumRtt = sender.MinimumRtt;
        while (segments.Count > 0)
        {
            ref SentSegment segment = ref segments[0];
            int covered = (int)((uint)ack - segment.Start);
            if (covered < segment.Length)
            {
                if (covered > 0)
                {
                    segments.TrimOldest(covered);
                }

                break;
            }

            SegmentStatus status = segment.Status;
            if ((status & SegmentStatus.EverRetransmitted) != 0)
            {
                isAmbiguous = true;
            }
            else if ((status & SegmentStatus.Sacked) == 0)
            {
                // What was acknowledged selectively arrived before, and has given its sample then.
                oldestSentAt = oldestSentAt < 0 ? segment.SentAt : oldestSentAt;
                newestSentAt = segment.SentAt;
                if (isInLoss)
                {
                    sender.Recovery.OnOriginalDelivered(ack - covered + segment.Length);
                }
            }

            if ((status & SegmentStatus.Sacked) == 0)
            {
                if ((status & SegmentStatus.EverRetransmitted) == 0 && sender.IsBelowHighestSack(segment.Start))
                {
                    sender.Rack.OnReordering();
                }

                sender.Rack.OnDelivered(in segment, now, minimumRtt);
            }

            if (deliveries is not null)
            {
                deliveries.OnDelivered(0, segment.SentAt);
                deliveries.RemoveOldest();
            }

            segments.RemoveOldest();
            removed++;
        }

        // RFC 6298, 3 (Karn): once a retransmission is among what is acknowledged, only the echoed timestamp tells
        // which copy it was.
        if (isAmbiguous)
        {
            oldestSentAt = -1;
            newestSentAt = -1;
        }

        return removed;
    }

    // Nearly always all that is acknowledged was sent once and is in order: then the last segment tells what all tell.
    private static int RemoveOriginals(TcpSender sender, uint ack, Instant now, ref long oldestSentAt, ref long newestSentAt)
    {
        ref Scoreboard segments = ref sender.Segments;
        int count = segments.CountOriginals(ack);
        if (count > 0)
        {
            ref readonly SentSegment newest = ref segments[count - 1];
            oldestSentAt = segments[0].SentAt;
            newestSentAt = newest.SentAt;
            sender.Rack.OnDelivered(in newest, now, sender.MinimumRtt);
            segments.RemoveOriginals(count);
        }

        return count;
    }
}
