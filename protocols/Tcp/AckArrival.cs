using System;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>What an acknowledgment does to the sender (tcp_ack).</summary>
internal static class AckArrival
{
    /// <summary>Takes an acknowledgment; see <see cref="TcpSender.OnAcknowledgment"/>.</summary>
    public static void Apply(
        TcpSender sender, long ack, ReadOnlySpan<SackBlock> sackBlocks, in AckDetails details, Instant now)
    {
        ref Scoreboard segments = ref sender.Segments;
        int inFlightBefore = segments.InFlight;
        int sackedBefore = segments.Sacked;
        bool advances = ack > sender.Unacknowledged;
        SackReport report = SackReport.None;
        if (!sackBlocks.IsEmpty)
        {
            report = sender.ReadSack(sackBlocks, ack, now);
        }

        int delivered = segments.Sacked - sackedBefore;
        bool isDuplicate = !advances && details.IsPure && !report.HasDuplicate;
        AckProgress progress = new(
            advances, delivered > 0, isDuplicate, report.HasDuplicate, details.EchoesCongestion, details.EchoRtt);
        long oldestSentAt = report.OldestSentAt;
        int acked = 0;
        if (advances)
        {
            int sacked = segments.Sacked;
            acked = CumulativeAck.Apply(sender, ack, now, out long oldest, out long newest);
            delivered += acked + segments.Sacked - sacked;
            report.NewestSentAt = Math.Max(report.NewestSentAt, newest);
            oldestSentAt = oldest >= 0 ? oldest : oldestSentAt;
            sender.Picker.OnAcknowledged(acked);
            sender.Rack.OnAcknowledged(acked);
            sender.Unacknowledged = ack;
            sender.Timer.OnProgress();
        }

        if (!sender.UsesSack)
        {
            delivered = DuplicateAcks.Count(sender, acked, isDuplicate);
        }

        if (oldestSentAt >= 0 || advances)
        {
            sender.SampleRtt(oldestSentAt >= 0 ? new Duration(now.Picoseconds - oldestSentAt) : details.EchoRtt);
        }

        bool hasRepaired = sender.Probe.IsOutstanding
            && sender.Probe.HasRepairedLoss(ack, report.RepeatsProbe, isDuplicate && !progress.Selects);
        if (hasRepaired)
        {
            sender.Recovery.OnLossRepaired(sender);
        }

        if (delivered == 0 && !advances && !report.HasDuplicate && !details.EchoesCongestion)
        {
            sender.ProbeClosedWindow(now);
            return;
        }

        Duration rtt = report.NewestSentAt >= 0 ? new Duration(now.Picoseconds - report.NewestSentAt) : -new Duration(1);
        AckSample sample = new(
            now,
            delivered,
            rtt,
            sender.SmoothedRtt,
            inFlightBefore,
            sender.Limit.IsLimited(sender.CongestionWindow),
            ack,
            sender.Next);
        if (advances)
        {
            sender.CongestionControl.OnAcknowledged(sender.CongestionWindow, in sample);
        }

        bool wasOpen = sender.State == CongestionState.Open;
        int newlyLost = sender.Recovery.Update(sender, in progress, now);
        if (!wasOpen)
        {
            // Recovery may have given the window back: whether that one limits is another question.
            sample = sample with { IsWindowLimited = sender.Limit.IsLimited(sender.CongestionWindow) };
        }

        sender.Recovery.AdjustWindow(sender, in sample, advances, newlyLost);
        sender.Timer.OnAcknowledgment(sender, now, advances);
    }
}
