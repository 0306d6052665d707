using System;
using Protocols.Congestion;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// The sender's timer: one deadline, of one purpose at a time, with exponential back-off (RFC 6298, 5; tcp_timer.c).
/// </summary>
/// <remarks>A mutable struct, part of its <see cref="TcpSender"/>.</remarks>
internal struct SenderTimer
{
    // Far beyond TCP_RTO_MAX; only keeps the number small.
    private const int MostDoublings = 30;

    // TCP_RESOURCE_PROBE_INTERVAL.
    private static readonly Duration _resourcePause = Duration.FromMilliseconds(500);

    private Instant _deadline;
    private Instant _setAt;
    private Instant _nextTry;
    private long _refusedEnd;
    private int _timeoutsInARow;
    private int _probesInARow;
    private int _failuresInARow;
    private bool _isRounded;

    /// <summary>What it is set for.</summary>
    public SenderTimerPurpose Purpose { get; private set; }

    /// <summary>When it expires; <see cref="Instant.Never"/> when it is not set.</summary>
    public readonly Instant Deadline => Purpose == SenderTimerPurpose.None ? Instant.Never : _deadline;

    /// <summary>icsk_backoff: how many times in a row the timeout was doubled.</summary>
    public int Doublings { get; private set; }

    /// <summary>How many times the retransmission timer expired.</summary>
    public long Timeouts { get; private set; }

    /// <summary>Whether the peer has not answered for so long that the connection is given up (tcp_retries2).</summary>
    public bool HasGivenUp { get; private set; }

    /// <summary>The timeout after back-off (RFC 6298, 5.5).</summary>
    public readonly Duration Backed(Duration rto, Duration maximum)
    {
        Duration backed = rto;
        for (int i = 0; i < Doublings && backed < maximum; i++)
        {
            backed += backed;
        }

        return Duration.Min(backed, maximum);
    }

    /// <summary>New data was acknowledged: the peer is alive.</summary>
    public void OnProgress() => _timeoutsInARow = 0;

    /// <summary>
    /// RFC 6298, 3 and 5.7: no more back-off, but only when a round-trip time was measured (tcp_ack_update_rtt).
    /// </summary>
    public void OnSample() => Doublings = 0;

    /// <summary>The oldest segment was sent again: what is set now, waits for that one (tcp_xmit_retransmit_queue).</summary>
    public void OnOldestRetransmitted(TcpSender sender, Instant now)
    {
        if (Purpose == SenderTimerPurpose.LossProbe || (Purpose == SenderTimerPurpose.Retransmission && sender.Recovery.IsReducing))
        {
            Set(SenderTimerPurpose.Retransmission, now + sender.Rto, now);
        }
    }

    /// <summary>The peer has answered: probes of a closed window may go on for ever (RFC 9293, 3.8.6.1).</summary>
    public void OnHeard()
    {
        _probesInARow = 0;
        _failuresInARow = 0;
        _refusedEnd = 0;
    }

    /// <summary>
    /// The host refused a packet: nothing more is tried until there is more to send, the peer is heard, or this expires.
    /// These are the callers of tcp_write_xmit; what happens on other subflows is none.
    /// </summary>
    public void OnRefused(TcpSender sender) => _refusedEnd = sender.SendEnd;

    /// <summary>Whether the host has refused a packet, and nothing is to be tried yet.</summary>
    public readonly bool HoldsBack(TcpSender sender) => sender.SendEnd == _refusedEnd;

    /// <summary>
    /// New data could not be handed to the network, and nothing is in flight: tries again as if the peer's window were
    /// closed; attempts before that time change nothing (tcp_check_probe_timer, tcp_send_probe0).
    /// </summary>
    public void OnNothingSent(TcpSender sender, Instant now)
    {
        bool isDue = _failuresInARow == 0 || now >= _nextTry;
        _failuresInARow = Math.Min(_failuresInARow + (isDue ? 1 : 0), MostDoublings);
        Doublings = _failuresInARow - 1;
        if (isDue)
        {
            _nextTry = now + sender.Rto;
        }

        Set(SenderTimerPurpose.WindowProbe, _nextTry, now);
    }

    /// <summary>
    /// The host's own queue was full when the oldest segment was to be sent again: tries again soon, without back-off
    /// (tcp_retransmit_timer).
    /// </summary>
    public void OnOldestNotSent(TcpSender sender, Instant now)
    {
        Doublings = Math.Max(Doublings - 1, 0);
        Set(SenderTimerPurpose.Retransmission, now + Duration.Min(sender.Rto, _resourcePause), now);
    }

    /// <summary>A loss probe could not be handed to the network: as if there had been none (tcp_send_loss_probe).</summary>
    public void OnProbeNotSent(TcpSender sender, Instant now) => RearmFromOldest(sender, now);

    /// <summary>RFC 6298, 5.1: a segment was sent; starts the timer unless it runs.</summary>
    public void OnSent(TcpSender sender, Instant now)
    {
        if (Purpose is SenderTimerPurpose.None or SenderTimerPurpose.WindowProbe)
        {
            Doublings = Purpose == SenderTimerPurpose.WindowProbe ? 0 : Doublings;
            Set(SenderTimerPurpose.Retransmission, now + sender.Rto, now);
        }
    }

    /// <summary>The peer's window has opened: no need to probe it.</summary>
    public void OnWindowOpened()
    {
        if (Purpose == SenderTimerPurpose.WindowProbe)
        {
            Stop();
            Doublings = 0;
        }
    }

    /// <summary>
    /// RFC 6298, 5.2 and 5.3: an acknowledgment arrived; stops the timer, or starts it anew if SND.UNA advanced.
    /// </summary>
    public void OnAcknowledgment(TcpSender sender, Instant now, bool advances)
    {
        if (Purpose == SenderTimerPurpose.Reordering)
        {
            return;
        }

        if (sender.Segments.Count == 0)
        {
            Stop();
            ProbeClosedWindow(sender, now);
        }
        else if (advances && !TryScheduleLossProbe(sender, now, isProgress: true))
        {
            Set(SenderTimerPurpose.Retransmission, now + sender.Rto, now);
        }
    }

    /// <summary>
    /// Sets it for a loss probe, if one is due before the retransmission timeout (RFC 8985, 7.2;
    /// tcp_schedule_loss_probe).
    /// </summary>
    /// <param name="sender">The sender.</param>
    /// <param name="now">The time now.</param>
    /// <param name="isProgress">
    /// Whether SND.UNA has just advanced: else the timeout counts from when the oldest segment was sent.
    /// </param>
    public bool TryScheduleLossProbe(TcpSender sender, Instant now, bool isProgress)
    {
        ref readonly Scoreboard segments = ref sender.Segments;
        bool isWanted = segments.Count > 0 && segments.Lost == 0 && !sender.Probe.IsOutstanding
            && sender.State is CongestionState.Open or CongestionState.Reduction && Doublings == 0
            && Purpose != SenderTimerPurpose.Reordering && sender.Config.TailLossProbes && sender.UsesSack;
        if (!isWanted)
        {
            return false;
        }

        Instant deadline = now + TailLossProbe.Timeout(in sender.Rtt, segments.Count, sender.Config);
        Instant expiry = (isProgress ? now : new Instant(segments[0].SentAt)) + sender.Rto;
        Set(SenderTimerPurpose.LossProbe, expiry > now ? Instant.Min(deadline, expiry) : deadline, now);
        return true;
    }

    /// <summary>
    /// RACK may find a loss without a further acknowledgment: comes back after <paramref name="wait"/>, unless that is
    /// zero.
    /// </summary>
    public void WaitForReordering(TcpSender sender, Duration wait, Instant now)
    {
        if (wait > Duration.Zero)
        {
            Set(SenderTimerPurpose.Reordering, now + wait, now);
        }
        else if (Purpose == SenderTimerPurpose.Reordering)
        {
            RearmFromOldest(sender, now);
        }
    }

    /// <summary>
    /// If only the peer's window holds back data, and nothing in flight would tell of its opening: sets it for a probe.
    /// </summary>
    public void ProbeClosedWindow(TcpSender sender, Instant now)
    {
        if (sender.Segments.Count == 0 && Purpose == SenderTimerPurpose.None && sender.IsWindowClosed)
        {
            Set(SenderTimerPurpose.WindowProbe, now + sender.Rto, now);
        }
    }

    /// <summary>The deadline has come.</summary>
    /// <returns>Whether a probe of a closed window is to be sent.</returns>
    public bool OnExpiry(TcpSender sender, Instant now)
    {
        if (!_isRounded && IsHeldByWheel(sender, now))
        {
            return false;
        }

        SenderTimerPurpose purpose = Purpose;
        _refusedEnd = 0;
        Stop();
        switch (purpose)
        {
            case SenderTimerPurpose.Retransmission:
                OnRetransmissionTimeout(sender, now);
                return false;
            case SenderTimerPurpose.LossProbe:
                sender.Probe.Demand();
                Rearm(sender, now + sender.Rto, now);
                return false;
            case SenderTimerPurpose.Reordering:
                sender.Recovery.OnReorderingTimeout(sender, now);
                RearmFromOldest(sender, now);
                return false;
            case SenderTimerPurpose.WindowProbe:
                return OnWindowProbeTimeout(sender, now);
            default:
                return false;
        }
    }

    // tcp_rearm_rto after another timer: the timeout counts from when the oldest segment was sent.
    private void RearmFromOldest(TcpSender sender, Instant now)
    {
        Stop();
        if (sender.Segments.Count > 0)
        {
            Instant expiry = new Instant(sender.Segments[0].SentAt) + sender.Rto;
            Rearm(sender, Instant.Max(expiry, now), now);
        }
    }

    private void Rearm(TcpSender sender, Instant deadline, Instant now)
    {
        if (sender.Segments.Count > 0)
        {
            Set(SenderTimerPurpose.Retransmission, deadline, now);
        }
    }

    // RFC 6298, 5.4 to 5.6.
    private void OnRetransmissionTimeout(TcpSender sender, Instant now)
    {
        if (sender.Segments.Count == 0)
        {
            return;
        }

        Timeouts++;
        HasGivenUp = _timeoutsInARow++ > 0 && Retries.AreExhausted(sender, now);
        if (!HasGivenUp)
        {
            sender.OnRetransmissionTimeout(isRepeated: _timeoutsInARow > 1, now);
            BackOff(SenderTimerPurpose.Retransmission, sender, now);
        }
    }

    // RFC 9293, 3.8.6.1: probe a closed window, for as long as the peer answers.
    private bool OnWindowProbeTimeout(TcpSender sender, Instant now)
    {
        if (sender.Segments.Count > 0 || sender.Next == sender.SendEnd)
        {
            return false;
        }

        HasGivenUp = _probesInARow >= Retries.ProbeLimit(sender);
        if (HasGivenUp)
        {
            return false;
        }

        _probesInARow++;
        if (!sender.IsWindowClosed)
        {
            // Nothing but this host stood in the way: what is next to send, is sent now.
            Doublings = 0;
            return false;
        }

        BackOff(SenderTimerPurpose.WindowProbe, sender, now);
        return true;
    }

    private void BackOff(SenderTimerPurpose purpose, TcpSender sender, Instant now)
    {
        Doublings = Math.Min(Doublings + 1, MostDoublings);
        Set(purpose, now + sender.Rto, now);
    }

    private void Set(SenderTimerPurpose purpose, Instant deadline, Instant now)
    {
        Purpose = purpose;
        _deadline = deadline;
        _setAt = now;
        _isRounded = false;
    }

    // A timer is mostly set again before it expires: when it would really have fired is computed only if it does.
    private bool IsHeldByWheel(TcpSender sender, Instant now)
    {
        _deadline = TimerWheelRounding.Expiry(_setAt, _deadline, sender.Config.Tick, sender.Config.TickPhase);
        _isRounded = true;
        return _deadline > now;
    }

    private void Stop() => Purpose = SenderTimerPurpose.None;
}
