using System;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>What an acknowledgment does to the sender (tcp_ack).</summary>
internal static class AckArrival
{
    private static readonly Duration _noSample = -new Duration(1);

    /// <summary>Takes an acknowledgment; see <see cref="TcpSender.OnAcknowledgment"/>.</summary>
    public static void Apply(
        TcpSender sender, long ack, ReadOnlySpan<SackBlock> sackBlocks, in AckDetails details, Instant now)
    {
        ref Scoreboard segments = ref sender.Segments;
        int inFlightBefore = segments.InFlight;
        int sackedBefore = segments.Sacked;
        bool advances = ack > sender.Unacknowledged;
        if (advances && sackBlocks.IsEmpty && !details.EchoesCongestion && sender.IsUndisturbed)
        {
            ApplyUndisturbed(sender, ack, details.EchoRtt, now);
            return;
        }

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
            acked = Advance(sender, ack, now, out long oldest, out long newest);
            delivered += acked + segments.Sacked - sacked;
            report.NewestSentAt = Math.Max(report.NewestSentAt, newest);
            oldestSentAt = oldest >= 0 ? oldest : oldestSentAt;
        }

        if (!sender.UsesSack)
        {
            delivered = DuplicateAcks.Count(sender, acked, isDuplicate);
        }

        if (oldestSentAt >= 0 || advances)
        {
            sender.SampleRtt(oldestSentAt >= 0 ? Since(oldestSentAt, now) : details.EchoRtt);
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

        Duration rtt = report.NewestSentAt >= 0 ? Since(report.NewestSentAt, now) : _noSample;
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

    /// <summary>What is left of all that when new data is acknowledged, and <see cref="TcpSender.IsUndisturbed"/>: most acknowledgments.</summary>
    /// <param name="sender">The sender.</param>
    /// <param name="ack">The position the peer expects next.</param>
    /// <param name="echoRtt">The time since the timestamp was sent that it echoes; negative without one.</param>
    /// <param name="now">The time now.</param>
    public static void ApplyUndisturbed(TcpSender sender, long ack, Duration echoRtt, Instant now)
    {
        int inFlightBefore = sender.Segments.InFlight;
        int acked = Advance(sender, ack, now, out long oldest, out long newest);
        sender.SampleRtt(oldest >= 0 ? Since(oldest, now) : echoRtt);
        CongestionWindow window = sender.CongestionWindow;
        AckSample sample = new(
            now,
            acked,
            newest >= 0 ? Since(newest, now) : _noSample,
            sender.SmoothedRtt,
            inFlightBefore,
            sender.Limit.IsLimited(window),
            ack,
            sender.Next);
        sender.CongestionControl.OnAcknowledged(window, in sample);
        sender.Recovery.OnUndisturbed();
        if (acked > 0)
        {
            sender.CongestionControl.Increase(window, in sample);
        }

        sender.Timer.OnAcknowledgment(sender, now, advances: true);
    }

    private static int Advance(TcpSender sender, long ack, Instant now, out long oldest, out long newest)
    {
        int acked = CumulativeAck.Apply(sender, ack, now, out oldest, out newest);
        sender.Picker.OnAcknowledged(acked);
        sender.Rack.OnAcknowledged(acked);
        sender.Unacknowledged = ack;
        sender.Timer.OnProgress();
        return acked;
    }

    private static Duration Since(long sentAt, Instant now) => new(now.Picoseconds - sentAt);
}
