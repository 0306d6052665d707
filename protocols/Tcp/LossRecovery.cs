using Protocols.Congestion;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// How the sender sees the path, and what follows from it: Linux's congestion state machine (tcp_fastretrans_alert).
/// </summary>
/// <remarks>
/// RACK finds losses (RFC 8985), or without SACK duplicate acknowledgments (RFC 6582); PRR shrinks the window (RFC 6937);
/// F-RTO finds needless timeouts (RFC 5682), <see cref="ReductionUndo"/> other needless reductions. A mutable struct.
/// </remarks>
internal struct LossRecovery
{
    private WindowReduction _reduction;
    private ReductionUndo? _undo;
    private long _end;
    private bool _doubtsTimeout;
    private bool _originalDelivered;
    private bool _hasRetransmitted;

    /// <summary>The state (icsk_ca_state).</summary>
    public CongestionState State { get; private set; }

    /// <summary>high_seq: what was sent when the state began; the state ends when it is acknowledged.</summary>
    public readonly long End => _end;

    /// <summary>Whether the window is being reduced by PRR.</summary>
    public readonly bool IsReducing => State is CongestionState.Recovery or CongestionState.Reduction;

    /// <summary>When the first retransmission of this episode was sent; null while none was.</summary>
    public readonly Instant? FirstRetransmission => _undo?.FirstRetransmission;

    /// <summary>A packet was sent.</summary>
    public void OnSent()
    {
        if (IsReducing)
        {
            _reduction.OnSent();
        }
    }

    /// <summary>A packet was sent again.</summary>
    public void OnRetransmitted(Instant now)
    {
        _hasRetransmitted = true;
        _undo ??= new ReductionUndo();
        _undo.OnRetransmitted(now);
    }

    /// <summary>A duplicate of so many segments was reported; it ends at this position.</summary>
    public readonly void OnDuplicateReport(long end, int segments) => _undo?.OnDuplicateReport(end, segments);

    /// <summary>A segment that was never sent again was delivered, and it ends here (FLAG_ORIG_SACK_ACKED).</summary>
    public void OnOriginalDelivered(long end) => _originalDelivered |= end <= _end;

    /// <summary>An acknowledgment was applied to the scoreboard: ends what it ends, and looks for losses.</summary>
    /// <returns>How many segments are newly taken for lost.</returns>
    public int Update(TcpSender sender, in AckProgress ack, Instant now)
    {
        bool isOriginal = _originalDelivered;
        if (State == CongestionState.Open)
        {
            OnUndisturbed();
            bool isDubious = sender.Segments.Sacked > 0 || sender.Segments.Lost > 0 || ack.ReportsDuplicate || ack.EchoesCongestion;
            if (!isDubious)
            {
                return 0;
            }
        }

        _originalDelivered = false;
        if (ack.EchoesCongestion)
        {
            _undo?.KeepReduction();
        }

        EndWhenAcknowledged(sender, in ack, now);
        int newlyLost = 0;
        if (State == CongestionState.Recovery)
        {
            return ContinueRecovery(sender, in ack, now);
        }

        if (State == CongestionState.Loss)
        {
            int retransmittedBefore = sender.Segments.Retransmitted;
            ContinueLoss(sender, in ack, isOriginal, now);
            newlyLost = LossMarking.Find(sender, State, ack.Advances, now);
            bool lostAgain = sender.Segments.Retransmitted < retransmittedBefore;
            if (State != CongestionState.Open && !lostAgain)
            {
                return newlyLost;
            }
        }
        else
        {
            if (State <= CongestionState.Disorder && _undo is { IsProvenByDuplicates: true })
            {
                Undo(sender, unmarksLost: false);
            }

            newlyLost = LossMarking.Find(sender, State, ack.Advances, now);
        }

        if (sender.Segments.Lost > 0)
        {
            EnterRecovery(sender, ack.EchoesCongestion);
        }
        else
        {
            StayOpen(sender, ack.EchoesCongestion);
        }

        return newlyLost;
    }

    /// <summary>An acknowledgment of new data arrived in the state Open.</summary>
    public void OnUndisturbed()
    {
        _originalDelivered = false;
        if (_hasRetransmitted)
        {
            _hasRetransmitted = false;
            _undo!.ForgetRetransmissions();
        }
    }

    /// <summary>RACK's reordering window has passed (tcp_rack_reo_timeout).</summary>
    public void OnReorderingTimeout(TcpSender sender, Instant now)
    {
        int newlyLost = LossMarking.Find(sender, State, advances: false, now);
        if (newlyLost > 0 && State != CongestionState.Recovery)
        {
            EnterRecovery(sender, echoesCongestion: false);
            _reduction.Apply(sender, delivered: 1, newlyLost, advances: false);
        }
    }

    /// <summary>A loss was noticed only because its probe was needed: the window is reduced at once (tcp_process_tlp_ack).</summary>
    public void OnLossRepaired(TcpSender sender)
    {
        BeginReduction(sender);
        State = CongestionState.Reduction;
        WindowReduction.End(sender);
        KeepOpen(sender);
    }

    /// <summary>The network or the host itself asks to slow down, without a loss (tcp_enter_cwr).</summary>
    public void Reduce(TcpSender sender)
    {
        _undo?.KeepReduction();
        if (State < CongestionState.Reduction)
        {
            _undo?.Forget();
            BeginReduction(sender);
            State = CongestionState.Reduction;
        }
    }

    /// <summary>The retransmission timer expired (RFC 5681, 3.1, equation 4; tcp_enter_loss).</summary>
    /// <param name="sender">The sender.</param>
    /// <param name="isRepeated">Whether it had expired before, and there was no progress since.</param>
    /// <param name="now">The time now.</param>
    public void OnTimeout(TcpSender sender, bool isRepeated, Instant now)
    {
        bool isNew = State < CongestionState.Recovery;
        LossMarking.MarkAll(sender, now);

        // RFC 6582, 4: a further timeout for the same data does not lower the threshold again.
        CongestionWindow window = sender.CongestionWindow;
        if (State <= CongestionState.Disorder || sender.Unacknowledged >= _end
            || (State == CongestionState.Loss && !isRepeated))
        {
            _undo ??= new ReductionUndo();
            _undo.Begin(sender, window.Packets, WindowReduction.CurrentThreshold(window, IsReducing));
            window.SlowStartThreshold = sender.CongestionControl.ThresholdAfterLoss(window);
        }

        window.Packets = sender.Segments.InFlight + 1;
        window.ClearCredits();
        State = CongestionState.Loss;
        sender.CongestionControl.OnTimeout(window);
        _end = sender.Next;
        sender.Ecn.OnReduction();

        // RFC 5682, 2.1, step 1: only the oldest segment is sent, and what comes back will tell.
        _doubtsTimeout = sender.Config.ForwardRto && sender.UsesSack && (isNew || isRepeated);
    }

    /// <summary>The window changes: by PRR in a reduction, else as the congestion control says (tcp_cong_control).</summary>
    public void AdjustWindow(TcpSender sender, in AckSample sample, bool advances, int newlyLost)
    {
        if (sender.Held is { Control: not null } held)
        {
            held.OnAcknowledgment(sender, in sample, newlyLost);
            return;
        }

        if (sample.AckedPackets == 0)
        {
            return;
        }

        if (IsReducing)
        {
            _reduction.Apply(sender, sample.AckedPackets, newlyLost, advances);
        }
        else if (advances)
        {
            sender.CongestionControl.Increase(sender.CongestionWindow, in sample);
        }
    }

    // A state ends when all that was sent before it is acknowledged.
    private void EndWhenAcknowledged(TcpSender sender, in AckProgress ack, Instant now)
    {
        if (sender.Unacknowledged < _end)
        {
            return;
        }

        // CWR is held until something above is acknowledged, so that the bit has reached the receiver.
        if (State == CongestionState.Reduction && sender.Unacknowledged != _end)
        {
            WindowReduction.End(sender);
            State = CongestionState.Open;
        }
        else if (State == CongestionState.Recovery && !EndEpisode(sender, in ack, now))
        {
            WindowReduction.End(sender);
        }
    }

    // An episode is over (tcp_try_undo_recovery): undoes it if it was needless.
    private bool EndEpisode(TcpSender sender, in AckProgress ack, Instant now)
    {
        bool isUndone = TryUndo(sender, in ack, now, unmarksLost: false);
        if (!isUndone)
        {
            sender.Rack.OnRecoveryEnd();
        }

        State = CongestionState.Open;
        sender.Rack.Trim(in sender.Segments);
        return isUndone;
    }

    private int ContinueRecovery(TcpSender sender, in AckProgress ack, Instant now)
    {
        if (ack.Advances && _undo is not null && _undo.IsProvenByTime(ack.EchoRtt, now))
        {
            // The gap was filled by an original that was merely late (tcp_try_undo_partial).
            sender.Rack.OnReordering();
            if (sender.Segments.Retransmitted > 0)
            {
                return 0;
            }

            Undo(sender, unmarksLost: true);
            KeepOpen(sender);
        }

        if (_undo is { IsProvenByDuplicates: true })
        {
            sender.Rack.OnNeedlessRecovery();
            Undo(sender, unmarksLost: false);
            StayOpen(sender, ack.EchoesCongestion);
        }

        int newlyLost = LossMarking.Find(sender, State, ack.Advances, now);
        if (State != CongestionState.Recovery && sender.Segments.Lost > 0)
        {
            EnterRecovery(sender, ack.EchoesCongestion);
        }

        return newlyLost;
    }

    // tcp_process_loss; the steps are those of RFC 5682, 3.1.
    private void ContinueLoss(TcpSender sender, in AckProgress ack, bool isOriginal, Instant now)
    {
        sender.Picker.PrefersNew = false;
        if (ack.Advances && TryUndo(sender, in ack, now, unmarksLost: true))
        {
            State = CongestionState.Open;
            return;
        }

        bool isOver = sender.Unacknowledged >= _end;
        if (_doubtsTimeout)
        {
            if (isOriginal)
            {
                // Step 3.b: an original arrived after all, so the timeout came too early.
                Undo(sender, unmarksLost: true);
                State = CongestionState.Open;
                return;
            }

            if (sender.Next > _end)
            {
                // Step 3.a: something behind the gap arrived, the gap did not: the loss was real.
                _doubtsTimeout &= !ack.Selects && !ack.IsDuplicate;
            }
            else if (ack.Advances && !isOver)
            {
                // Step 2.b: new data is sent instead of the rest, if there is any.
                _end = sender.Next;
                _doubtsTimeout = sender.Next < sender.SendEnd && sender.WindowEnd > sender.Next;
                sender.Picker.PrefersNew = _doubtsTimeout;
                return;
            }
        }

        if (isOver)
        {
            EndEpisode(sender, in ack, now);
        }
    }

    private void EnterRecovery(TcpSender sender, bool echoesCongestion)
    {
        CongestionWindow window = sender.CongestionWindow;
        bool begins = !IsReducing;
        _undo ??= new ReductionUndo();
        _undo.Begin(sender, window.Packets, begins && !echoesCongestion ? WindowReduction.CurrentThreshold(window, IsReducing) : 0);
        if (begins)
        {
            BeginReduction(sender);
        }

        State = CongestionState.Recovery;
    }

    private void StayOpen(TcpSender sender, bool echoesCongestion)
    {
        if (!LossMarking.HasRetransmitted(in sender.Segments))
        {
            _undo?.ForgetRetransmissions();
        }

        if (echoesCongestion)
        {
            Reduce(sender);
        }

        if (State != CongestionState.Reduction)
        {
            KeepOpen(sender);
        }
    }

    // tcp_try_keep_open.
    private void KeepOpen(TcpSender sender)
    {
        bool isDisordered = sender.Segments.Sacked > 0 || sender.Segments.Lost > 0 || LossMarking.HasRetransmitted(in sender.Segments);
        CongestionState state = isDisordered ? CongestionState.Disorder : CongestionState.Open;
        if (State != state)
        {
            State = state;
            _end = sender.Next;
        }
    }

    private bool TryUndo(TcpSender sender, in AckProgress ack, Instant now, bool unmarksLost)
    {
        bool isNeedless = _undo is not null && (_undo.IsProvenByDuplicates || _undo.IsProvenByTime(ack.EchoRtt, now));
        if (isNeedless)
        {
            Undo(sender, unmarksLost);
        }

        return isNeedless;
    }

    private readonly void Undo(TcpSender sender, bool unmarksLost)
    {
        if (unmarksLost)
        {
            sender.Segments.ClearLost();
            sender.Rack.LookAtAll();
        }

        _undo!.Restore(sender.CongestionWindow, sender.CongestionControl);
    }

    private void BeginReduction(TcpSender sender)
    {
        _end = sender.Next;
        _reduction.Begin(sender);
    }
}
