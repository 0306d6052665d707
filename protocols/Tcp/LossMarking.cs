using Protocols.Congestion;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>Which segments are taken for lost: after an acknowledgment, and after a timeout.</summary>
internal static class LossMarking
{
    /// <summary>
    /// Takes for lost what is overdue (RFC 8985), or without SACK what three duplicate acknowledgments or a partial one
    /// say (RFC 6582); waits for what may become so (tcp_identify_packet_loss).
    /// </summary>
    /// <returns>How many segments are newly taken for lost.</returns>
    public static int Find(TcpSender sender, CongestionState state, bool advances, Instant now)
    {
        ref Scoreboard segments = ref sender.Segments;
        if (segments.Count == 0)
        {
            return 0;
        }

        int newlyLost;
        if (sender.UsesSack)
        {
            Duration wait = sender.Rack.DetectLoss(
                ref segments,
                now,
                state >= CongestionState.Recovery,
                sender.MinimumRtt,
                sender.SmoothedRtt,
                out newlyLost);
            sender.WaitForReordering(wait, now);
        }
        else
        {
            newlyLost = DuplicateAcks.MarkLost(ref segments, state, advances);
        }

        if (newlyLost > 0)
        {
            sender.Picker.OnLoss();
        }

        return newlyLost;
    }

    /// <summary>The retransmission timer expired: all is lost but what was sent a moment ago (tcp_timeout_mark_lost).</summary>
    public static void MarkAll(TcpSender sender, Instant now)
    {
        ref Scoreboard segments = ref sender.Segments;

        // A receiver that acknowledged the oldest segment selectively, and then did not cumulatively, took it back (RFC
        // 2018, 8).
        bool hasReneged = (segments[0].Status & SegmentStatus.Sacked) != 0;
        if (!sender.UsesSack)
        {
            segments.AssumedSacked = 0;
        }

        Duration window = sender.Rack.ReorderingWindow(
            segments.Sacked, inRecovery: true, sender.MinimumRtt, sender.SmoothedRtt);
        for (int i = 0; i < segments.Count; i++)
        {
            ref SentSegment segment = ref segments[i];
            if (hasReneged)
            {
                segments.ClearSacked(ref segment);
                sender.Rack.LookAtAll();
            }

            // RFC 8985, 6.3: of what was sent only a moment ago the timeout says nothing.
            bool isMissing = (segment.Status & SegmentStatus.Sacked) == 0;
            bool mayBeUnderWay = i > 0 && !hasReneged && sender.UsesSack
                && !sender.Rack.IsOverdue(in segment, now, window);
            if (isMissing && !mayBeUnderWay)
            {
                segments.MarkLost(ref segment);
            }
        }
    }

    /// <summary>Whether something that was sent again is in flight or oldest (tcp_any_retrans_done).</summary>
    public static bool HasRetransmitted(in Scoreboard segments) => segments.Retransmitted > 0
        || (segments.Count > 0 && (segments[0].Status & SegmentStatus.EverRetransmitted) != 0);
}
