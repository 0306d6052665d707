using Protocols.Congestion;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// How the sender sees the path, and what follows from it: Linux's congestion state machine (tcp_fastretrans_alert).
/// </summary>
/// <remarks>
/// Losses are found by RACK (RFC 8985), the window shrinks by PRR (RFC 6937). Not implemented: undoing a reduction that
/// turns out to be needless (RFC 3522, RFC 3708) and F-RTO (RFC 5682).
/// </remarks>
internal struct LossRecovery
{
    private ProportionalRateReduction _reduction;
    private long _end;

    /// <summary>The state (icsk_ca_state).</summary>
    public CongestionState State { get; private set; }

    /// <summary>Whether the window is being reduced by PRR.</summary>
    public readonly bool IsReducing => State is CongestionState.Recovery or CongestionState.Reduction;

    /// <summary>A packet was sent.</summary>
    public void OnSent()
    {
        if (IsReducing)
        {
            _reduction.OnSent();
        }
    }

    /// <summary>An acknowledgment was applied to the scoreboard: ends what it ends, and looks for losses.</summary>
    /// <returns>How many segments are newly taken for lost.</returns>
    public int Update(TcpSender sender, long ack, Instant now)
    {
        if (State >= CongestionState.Reduction && ack >= _end)
        {
            if (State != CongestionState.Loss)
            {
                sender.CongestionWindow.Packets = sender.CongestionWindow.SlowStartThreshold;
            }

            State = CongestionState.Open;
        }

        if (sender.Segments.Sacked == 0 && sender.Segments.Lost == 0 && State <= CongestionState.Disorder)
        {
            State = CongestionState.Open;
            return 0;
        }

        return DetectLoss(sender, now);
    }

    /// <summary>Takes for lost what is overdue, and waits for what may become so.</summary>
    /// <returns>How many segments are newly taken for lost.</returns>
    public int DetectLoss(TcpSender sender, Instant now)
    {
        Duration wait = sender.Rack.DetectLoss(
            ref sender.Segments,
            now,
            State >= CongestionState.Recovery,
            sender.MinimumRtt,
            sender.SmoothedRtt,
            out int newlyLost);
        if (newlyLost > 0)
        {
            sender.Picker.OnLoss();
            if (State < CongestionState.Recovery)
            {
                Begin(sender, CongestionState.Recovery);
            }
        }
        else if (State == CongestionState.Open && sender.Segments.Sacked > 0)
        {
            State = CongestionState.Disorder;
        }

        sender.WaitForReordering(wait, now);
        return newlyLost;
    }

    /// <summary>
    /// A loss was noticed only because its probe was needed: the window is halved at once (tcp_process_tlp_ack).
    /// </summary>
    public void OnLossRepaired(TcpSender sender)
    {
        if (State == CongestionState.Open)
        {
            Begin(sender, CongestionState.Reduction);
            sender.CongestionWindow.Packets = sender.CongestionWindow.SlowStartThreshold;
            State = CongestionState.Open;
        }
    }

    /// <summary>The retransmission timer expired (RFC 5681, 3.1, equation 4; tcp_enter_loss).</summary>
    public void OnTimeout(TcpSender sender, Instant now)
    {
        // RFC 6582, 4: a further timeout for the same data does not lower the threshold again.
        if (State != CongestionState.Loss || sender.Unacknowledged >= _end)
        {
            Begin(sender, CongestionState.Loss);
            sender.CongestionControl.OnTimeout(sender.CongestionWindow);
        }

        MarkAllLost(sender, now);
        sender.CongestionWindow.Packets = sender.Segments.InFlight + 1;
    }

    /// <summary>
    /// The window changes: by PRR in a reduction, else as the congestion control says (tcp_cong_control).
    /// </summary>
    public void AdjustWindow(TcpSender sender, in AckSample sample, bool advances, int newlyLost)
    {
        if (sample.AckedPackets == 0)
        {
            return;
        }

        CongestionWindow window = sender.CongestionWindow;
        if (IsReducing)
        {
            window.Packets = _reduction.WindowAfter(
                sample.AckedPackets, newlyLost, advances, sender.Segments.InFlight, window.SlowStartThreshold);
        }
        else if (advances)
        {
            sender.CongestionControl.Increase(window, in sample);
        }
    }

    private void Begin(TcpSender sender, CongestionState state)
    {
        CongestionWindow window = sender.CongestionWindow;
        _end = sender.Next;
        _reduction.Begin(window.Packets);
        window.SlowStartThreshold = sender.CongestionControl.ThresholdAfterLoss(window);
        window.ClearCredits();
        State = state;
    }

    private static void MarkAllLost(TcpSender sender, Instant now)
    {
        ref Scoreboard segments = ref sender.Segments;

        // A receiver that acknowledged the oldest segment selectively, and then did not cumulatively, took it back (RFC
        // 2018, 8).
        bool hasReneged = (segments[0].Status & SegmentStatus.Sacked) != 0;
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
            if (isMissing && (i == 0 || hasReneged || sender.Rack.IsOverdue(in segment, now, window)))
            {
                segments.MarkLost(ref segment);
            }
        }
    }
}
