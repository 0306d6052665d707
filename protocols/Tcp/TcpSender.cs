using System;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>The sending half of a TCP connection: what to send when, and what has become of it.</summary>
/// <remarks>
/// Stream positions are 64 bits wide and never wrap: 0 is the SYN, 1 the first byte. Read RFC 9293 3.8, RFC 6675, RFC 8985 and Linux's
/// tcp_input.c (tcp_ack, tcp_fastretrans_alert) and tcp_output.c (tcp_write_xmit). Not implemented: urgent data.
/// </remarks>
public sealed class TcpSender
{
    private readonly TcpConfig _config;
    private readonly SackReader _sack = new();
    private SenderTimer _timer;
    private RttEstimator _rtt;
    private RackLossDetection _rack;
    private ProportionalRateReduction _reduction;
    private CongestionLimit _limit;
    private long _recoveryEnd;
    private long _probeEnd;
    private bool _probeRepeatsData;
    private int _retransmitHint;
    private bool _sendProbe;
    private bool _sentInBurst;
    private bool _blockedByCongestionWindow;
    private Instant _lastSent;
    private int _timeouts;
    private long _smallSegmentEnd;

    /// <summary>A sender that has sent its SYN and nothing else.</summary>
    public TcpSender(TcpConfig config, ICongestionControl congestionControl)
    {
        _config = config;
        CongestionControl = congestionControl;
        CongestionWindow = new CongestionWindow(config.InitialWindow);
    }

    /// <summary>Decides about <see cref="CongestionWindow"/>.</summary>
    public ICongestionControl CongestionControl { get; }

    /// <summary>cwnd and ssthresh.</summary>
    public CongestionWindow CongestionWindow { get; }

    /// <summary>The segments in flight.</summary>
    public Scoreboard Segments { get; } = new();

    /// <summary>SND.UNA: everything below is acknowledged.</summary>
    public long Unacknowledged { get; private set; } = 1;

    /// <summary>SND.NXT: everything below was sent.</summary>
    public long Next { get; private set; } = 1;

    /// <summary>The position behind the last byte the application has written.</summary>
    public long WriteEnd { get; set; } = 1;

    /// <summary>Whether a FIN follows the last byte.</summary>
    public bool FinQueued { get; set; }

    /// <summary>The right edge of the peer's receive window: SND.UNA + SND.WND when it was last announced.</summary>
    public long WindowEnd { get; private set; } = 1;

    /// <summary>The most bytes that fit into one segment beside the options it carries.</summary>
    public int MaximumPayload { get; set; } = 536;

    /// <summary>Whether small segments are sent at once (TCP_NODELAY).</summary>
    public bool NoDelay { get; set; } = true;

    /// <summary>How the sender sees the path.</summary>
    public CongestionState State { get; private set; }

    /// <summary>Smoothed round-trip time; zero before the first sample.</summary>
    public Duration SmoothedRtt => _rtt.Smoothed;

    /// <summary>The smallest round-trip time seen; zero before the first sample.</summary>
    public Duration MinimumRtt => _rtt.Minimum;

    /// <summary>The mean deviation of the round-trip time.</summary>
    public Duration RttVariation => _rtt.Variation;

    /// <summary>The retransmission timeout with its back-off.</summary>
    public Duration Rto => _timer.Backed(_rtt.Rto(_config), _config.RtoMaximum);

    /// <summary>How many times in a row the timeout was doubled.</summary>
    public int Backoff => _timer.Doublings;

    /// <summary>What the timer is set for.</summary>
    public SenderTimerPurpose TimerPurpose => _timer.Purpose;

    /// <summary>When <see cref="OnTimer"/> wants to be called.</summary>
    public Instant Deadline => _timer.Deadline;

    /// <summary>Whether the peer has not answered for so long that the connection is given up (tcp_retries2).</summary>
    public bool HasGivenUp { get; private set; }

    /// <summary>How many segments were sent again.</summary>
    public long RetransmittedSegments { get; private set; }

    /// <summary>How many times the retransmission timer expired.</summary>
    public long Timeouts { get; private set; }

    /// <summary>Bytes sent, retransmissions included.</summary>
    public long SentBytes { get; private set; }

    /// <summary>When data was last sent.</summary>
    public Instant LastSent => _lastSent;

    /// <summary>The position behind everything there is to send, a FIN included.</summary>
    public long SendEnd => WriteEnd + (FinQueued ? 1 : 0);

    /// <summary>Whether everything, a FIN included, was sent and acknowledged.</summary>
    public bool IsAllAcknowledged => Unacknowledged == SendEnd;

    /// <summary>sk_pacing_rate in bytes per second: twice (in slow start) or 1.2 times window / RTT (tcp_update_pacing_rate).</summary>
    public long PacingRate
    {
        get
        {
            // Before the first sample the kernel assumes a round trip of 1 ms (tcp_init_xmit_timers, sk_pacing_rate).
            long rtt = Math.Max(_rtt.Smoothed.WholeMicroseconds, 1);
            rtt = _rtt.HasSample ? rtt : 1000;
            int ratio = CongestionWindow.Packets < CongestionWindow.SlowStartThreshold / 2 ? 200 : 120;
            long packets = Math.Max(CongestionWindow.Packets, Segments.Count);
            return (long)((Int128)packets * MaximumPayload * ratio * 10_000 / rtt);
        }
    }

    /// <summary>The handshake is complete.</summary>
    /// <param name="window">The window the peer announced, in bytes.</param>
    /// <param name="handshakeRtt">The round-trip time of the handshake; negative when its SYN was retransmitted.</param>
    /// <param name="now">The time now.</param>
    public void Establish(long window, Duration handshakeRtt, Instant now)
    {
        WindowEnd = Unacknowledged + window;
        _lastSent = now;
        _limit.Reset(now);
        if (handshakeRtt >= Duration.Zero)
        {
            _rtt.Add(handshakeRtt, Unacknowledged, Next, _config);
        }
    }

    /// <summary>The peer announced a window (RFC 9293, 3.10.7.4); the right edge never moves back, as in Linux with a shared MPTCP window.</summary>
    public void OnWindow(long end, Instant now)
    {
        if (end > WindowEnd)
        {
            WindowEnd = end;
            if (_timer.Purpose == SenderTimerPurpose.WindowProbe && !IsWindowClosed)
            {
                _timer.Stop();
                _timer.ClearBackoff();
            }
        }

        ProbeClosedWindow(now);
    }

    /// <summary>Takes an acknowledgment: <paramref name="ack"/> lies between <see cref="Unacknowledged"/> and <see cref="Next"/>.</summary>
    /// <param name="ack">The position the peer expects next.</param>
    /// <param name="sackBlocks">What else it has; the first block may be a duplicate report (RFC 2883).</param>
    /// <param name="echoRtt">The round-trip time by the timestamps option; negative without one.</param>
    /// <param name="now">The time now.</param>
    public void OnAcknowledgment(long ack, ReadOnlySpan<SackBlock> sackBlocks, Duration echoRtt, Instant now)
    {
        int inFlightBefore = Segments.InFlight;
        int sackedBefore = Segments.Sacked;
        bool advances = ack > Unacknowledged;
        bool isDuplicateReport = false;
        long lastDeliveredSentAt = -1;
        int newlySacked = 0;
        if (!sackBlocks.IsEmpty)
        {
            newlySacked = _sack.Read(this, sackBlocks, ack, ref _rack, now, out isDuplicateReport, out lastDeliveredSentAt);
        }

        int acked = 0;
        if (advances)
        {
            acked = RemoveAcknowledged(ack, echoRtt, now, out long newest);
            lastDeliveredSentAt = Math.Max(lastDeliveredSentAt, newest);
            _timeouts = 0;
            _timer.ClearBackoff();
        }

        int newlyDelivered = acked + newlySacked - (sackedBefore + newlySacked - Segments.Sacked);
        if (newlyDelivered == 0 && !advances)
        {
            OnNothingNew(isDuplicateReport, now);
            return;
        }

        EndProbe(ack, isDuplicateReport);
        Duration rtt = lastDeliveredSentAt >= 0 ? new Duration(now.Picoseconds - lastDeliveredSentAt) : -new Duration(1);
        AckSample sample = new(
            now, newlyDelivered, rtt, _rtt.Smoothed, inFlightBefore, _limit.IsLimited(CongestionWindow), ack, Next);
        if (advances)
        {
            CongestionControl.OnAcknowledged(CongestionWindow, in sample);
        }

        int newlyLost = UpdateState(ack, now);
        AdjustWindow(in sample, advances, newlyLost);
        if (_timer.Purpose != SenderTimerPurpose.Reordering)
        {
            RestartTimer(now, advances);
        }
    }

    /// <summary>Picks what to send next; asked again until there is nothing.</summary>
    /// <param name="now">The time now.</param>
    /// <param name="segment">What to send; the caller may shorten new data before it commits.</param>
    public bool TryNext(Instant now, out SegmentToSend segment)
    {
        bool mayProbe = _sendProbe;
        bool hasRoom = CongestionWindow.Packets > Segments.InFlight;
        if (hasRoom && Segments.Lost > 0 && TryNextLost(out segment))
        {
            return true;
        }

        if (Next < SendEnd && TryNextNew(now, hasRoom || mayProbe, out segment))
        {
            return true;
        }

        if (mayProbe && Segments.Count > 0)
        {
            _probeRepeatsData = true;
            segment = Existing(Segments.Count - 1);
            return true;
        }

        _sendProbe = false;
        EndBurst(now);
        segment = default;
        return false;
    }

    /// <summary>The segment was handed to the network.</summary>
    public void Commit(in SegmentToSend segment, Instant now)
    {
        int sequenceLength = segment.Length + (segment.Fin ? 1 : 0);
        SentBytes += segment.Length;
        if (segment.IsRetransmission)
        {
            RetransmittedSegments++;
            ref SentSegment known = ref Segments[segment.ScoreboardIndex];
            if ((known.Status & SegmentStatus.Retransmitted) == 0)
            {
                Segments.MarkRetransmitted(ref known, now.Picoseconds);
            }

            known.SentAt = now.Picoseconds;
            _retransmitHint = segment.ScoreboardIndex + 1;
        }
        else
        {
            if (Segments.Count == 0)
            {
                OnTransmitStart(now);
            }

            Segments.Add(
                segment.Start, sequenceLength, now.Picoseconds, segment.Fin ? SegmentStatus.Fin : SegmentStatus.None);
            Next = segment.Start + sequenceLength;
            if (segment.Length < MaximumPayload)
            {
                _smallSegmentEnd = Next;
            }
        }

        if (_sendProbe)
        {
            _sendProbe = false;
            _probeEnd = Next;
        }

        if (State is CongestionState.Recovery or CongestionState.Reduction)
        {
            _reduction.OnSent();
        }

        if (_timer.Purpose is SenderTimerPurpose.None or SenderTimerPurpose.WindowProbe)
        {
            _timer.Set(SenderTimerPurpose.Retransmission, now + Rto);
        }

        _sentInBurst = true;
        _lastSent = now;
    }

    /// <summary>Cuts a segment that no longer fits beside its options in two.</summary>
    public SegmentToSend Split(in SegmentToSend segment, int length)
    {
        Segments.Split(segment.ScoreboardIndex, length);
        return segment with { Length = length, Fin = false };
    }

    /// <summary>The deadline has come.</summary>
    /// <returns>Whether a probe of a closed window is to be sent: an empty segment below SND.UNA.</returns>
    public bool OnTimer(Instant now)
    {
        SenderTimerPurpose purpose = _timer.Purpose;
        _timer.Stop();
        switch (purpose)
        {
            case SenderTimerPurpose.Retransmission:
                OnRetransmissionTimeout(now);
                return false;
            case SenderTimerPurpose.LossProbe:
                OnLossProbeTimeout(now);
                return false;
            case SenderTimerPurpose.Reordering:
                DetectLoss(now);
                RearmRetransmission(now);
                return false;
            case SenderTimerPurpose.WindowProbe:
                return OnWindowProbeTimeout(now);
            default:
                return false;
        }
    }

    private bool IsWindowClosed => Next + Math.Min(MaximumPayload, SendEnd - Next) > WindowEnd;

    private int RemoveAcknowledged(long ack, Duration echoRtt, Instant now, out long newestSentAt)
    {
        int acked = 0;
        long oldestSentAt = -1;
        bool isAmbiguous = false;
        newestSentAt = -1;
        Duration minimumRtt = _rtt.Minimum;
        uint ackWire = (uint)ack;
        while (Segments.Count > 0)
        {
            ref SentSegment segment = ref Segments[0];
            int covered = (int)(ackWire - segment.Start);
            if (covered < segment.Length)
            {
                if (covered > 0)
                {
                    Segments.TrimOldest(covered);
                }

                break;
            }

            if ((segment.Status & SegmentStatus.EverRetransmitted) != 0)
            {
                isAmbiguous = true;
            }
            else
            {
                // The oldest gives the round trip that RTO is made of, the newest the one that congestion control wants.
                oldestSentAt = oldestSentAt < 0 ? segment.SentAt : oldestSentAt;
                newestSentAt = segment.SentAt;
                if ((segment.Status & SegmentStatus.Sacked) == 0 && _sack.IsBelowHighest(segment.Start))
                {
                    _rack.OnReordering();
                }
            }

            if ((segment.Status & SegmentStatus.Sacked) == 0)
            {
                _rack.OnDelivered(in segment, now, minimumRtt);
            }

            Segments.RemoveOldest();
            acked++;
        }

        _retransmitHint = Math.Max(_retransmitHint - acked, 0);
        Unacknowledged = ack;

        // RFC 6298, 3 (Karn): once a retransmission is among what is acknowledged, only the echoed timestamp tells which copy it was.
        if (isAmbiguous)
        {
            oldestSentAt = -1;
            newestSentAt = -1;
        }

        Duration sample = oldestSentAt >= 0 ? new Duration(now.Picoseconds - oldestSentAt) : echoRtt;
        if (sample >= Duration.Zero)
        {
            _rtt.Add(sample, Unacknowledged, Next, _config);
        }

        return acked;
    }

    private void OnNothingNew(bool isDuplicateReport, Instant now)
    {
        if (isDuplicateReport && _probeEnd != 0)
        {
            EndProbe(Unacknowledged, isDuplicateReport);
        }

        ProbeClosedWindow(now);
    }

    // RFC 8985, 7.4.2: was the loss probe needed, then a loss happened and the window must be reduced (tcp_process_tlp_ack).
    private void EndProbe(long ack, bool isDuplicateReport)
    {
        if (_probeEnd == 0 || ack < _probeEnd)
        {
            return;
        }

        bool wasNeeded = _probeRepeatsData && !isDuplicateReport;
        _probeEnd = 0;
        _probeRepeatsData = false;
        if (wasNeeded && State == CongestionState.Open)
        {
            BeginReduction(CongestionState.Reduction);
            CongestionWindow.Packets = CongestionWindow.SlowStartThreshold;
            State = CongestionState.Open;
        }
    }

    private int UpdateState(long ack, Instant now)
    {
        if (State is CongestionState.Recovery or CongestionState.Reduction && ack >= _recoveryEnd)
        {
            CongestionWindow.Packets = CongestionWindow.SlowStartThreshold;
            State = CongestionState.Open;
        }
        else if (State == CongestionState.Loss && ack >= _recoveryEnd)
        {
            State = CongestionState.Open;
        }

        if (Segments.Sacked == 0 && Segments.Lost == 0 && State <= CongestionState.Disorder)
        {
            State = CongestionState.Open;
            return 0;
        }

        return DetectLoss(now);
    }

    private int DetectLoss(Instant now)
    {
        Duration wait = _rack.DetectLoss(
            Segments, now, State >= CongestionState.Recovery, _rtt.Minimum, _rtt.Smoothed, out int newlyLost);
        if (newlyLost > 0)
        {
            _retransmitHint = 0;
            if (State < CongestionState.Recovery)
            {
                BeginReduction(CongestionState.Recovery);
            }
        }
        else if (State == CongestionState.Open && Segments.Sacked > 0)
        {
            State = CongestionState.Disorder;
        }

        if (wait > Duration.Zero)
        {
            _timer.Set(SenderTimerPurpose.Reordering, now + wait);
        }
        else if (_timer.Purpose == SenderTimerPurpose.Reordering)
        {
            _timer.Stop();
        }

        return newlyLost;
    }

    private void BeginReduction(CongestionState state)
    {
        _recoveryEnd = Next;
        _reduction.Begin(CongestionWindow.Packets);
        CongestionWindow.SlowStartThreshold = CongestionControl.ThresholdAfterLoss(CongestionWindow);
        CongestionWindow.ClearCredits();
        State = state;
    }

    private void AdjustWindow(in AckSample sample, bool advances, int newlyLost)
    {
        if (State is CongestionState.Recovery or CongestionState.Reduction)
        {
            if (sample.AckedPackets > 0)
            {
                CongestionWindow.Packets = _reduction.WindowAfter(
                    sample.AckedPackets, newlyLost, advances, Segments.InFlight, CongestionWindow.SlowStartThreshold);
            }
        }
        else if (advances && sample.AckedPackets > 0)
        {
            CongestionControl.Increase(CongestionWindow, in sample);
        }
    }

    private bool TryNextLost(out SegmentToSend segment)
    {
        for (int i = _retransmitHint; i < Segments.Count; i++)
        {
            if ((Segments[i].Status & (SegmentStatus.Lost | SegmentStatus.Retransmitted)) == SegmentStatus.Lost)
            {
                segment = Existing(i);
                return true;
            }
        }

        _retransmitHint = Segments.Count;
        segment = default;
        return false;
    }

    private bool TryNextNew(Instant now, bool hasRoom, out SegmentToSend segment)
    {
        segment = default;
        int length = (int)Math.Min(MaximumPayload, WriteEnd - Next);
        bool fin = FinQueued && Next + length == WriteEnd;
        if (Next + length > WindowEnd)
        {
            ProbeClosedWindow(now);
            return false;
        }

        if (!hasRoom)
        {
            _blockedByCongestionWindow = true;
            return false;
        }

        // Nagle's algorithm in Minshall's form: one small segment in flight at a time (tcp_minshall_check).
        bool waitsForMore = length < MaximumPayload && !fin && !NoDelay && _smallSegmentEnd > Unacknowledged;
        segment = new SegmentToSend(Next, length, fin, -1);
        return !waitsForMore;
    }

    private SegmentToSend Existing(int index)
    {
        ref readonly SentSegment known = ref Segments[index];
        bool fin = (known.Status & SegmentStatus.Fin) != 0;
        return new SegmentToSend(
            SequenceNumber.Unwrap(known.Start, Unacknowledged), known.Length - (fin ? 1 : 0), fin, index);
    }

    private void EndBurst(Instant now)
    {
        bool isLimited = _blockedByCongestionWindow || Segments.InFlight >= CongestionWindow.Packets;
        _blockedByCongestionWindow = false;
        if (_sentInBurst || isLimited)
        {
            if (_config.SlowStartAfterIdle)
            {
                _limit.Validate(CongestionWindow, isLimited, Segments.Count, Unacknowledged, Next, now, Rto, _config.InitialWindow);
            }
            else
            {
                _limit.Note(isLimited, Segments.Count, Unacknowledged, Next);
            }
        }

        if (_sentInBurst)
        {
            _sentInBurst = false;
            ScheduleLossProbe(now, isProgress: false);
        }
    }

    // RFC 5681, 4.1, as tcp_slow_start_after_idle_check: halve the window for every RTO of silence.
    private void OnTransmitStart(Instant now)
    {
        Duration idle = now - _lastSent;
        if (_config.SlowStartAfterIdle && idle > Rto && State == CongestionState.Open)
        {
            CongestionWindow window = CongestionWindow;
            int floor = Math.Min(_config.InitialWindow, window.Packets);
            window.SlowStartThreshold = CongestionLimit.RaisedThreshold(window);
            for (Duration left = idle; left > Rto && window.Packets > floor; left -= Rto)
            {
                window.Packets = Math.Max(window.Packets >> 1, floor);
            }
        }

        CongestionControl.OnTransmitStart(now, _lastSent);
    }

    private void RestartTimer(Instant now, bool advances)
    {
        if (Segments.Count == 0)
        {
            _timer.Stop();
            ProbeClosedWindow(now);
        }
        else if (advances && !ScheduleLossProbe(now, isProgress: true))
        {
            RearmRetransmission(now);
        }
    }

    private void RearmRetransmission(Instant now)
    {
        if (Segments.Count > 0 && _timer.Purpose != SenderTimerPurpose.Reordering)
        {
            _timer.Set(SenderTimerPurpose.Retransmission, now + Rto);
        }
    }

    // RFC 8985, 7.2, as tcp_schedule_loss_probe.
    private bool ScheduleLossProbe(Instant now, bool isProgress)
    {
        bool isWanted = _config.TailLossProbes && Segments.Count > 0 && _probeEnd == 0
            && State is CongestionState.Open or CongestionState.Reduction && Segments.Lost == 0 && _timer.Doublings == 0
            && _timer.Purpose != SenderTimerPurpose.Reordering;
        if (!isWanted)
        {
            return false;
        }

        Duration timeout = Duration.FromSeconds(1);
        if (_rtt.HasSample)
        {
            Duration slack = Segments.Count == 1 ? _config.RtoMinimum : Duration.FromMilliseconds(2);
            timeout = _rtt.Smoothed * 2 + slack;
        }

        Instant deadline = now + timeout;
        Instant expiry = isProgress ? now + Rto : new Instant(Segments[0].SentAt) + Rto;
        if (expiry > now)
        {
            deadline = Instant.Min(deadline, expiry);
        }

        _timer.Set(SenderTimerPurpose.LossProbe, deadline);
        return true;
    }

    private void OnLossProbeTimeout(Instant now)
    {
        if (Segments.Count > 0 && _probeEnd == 0)
        {
            _sendProbe = true;
            _probeRepeatsData = false;
        }

        RearmRetransmission(now);
    }

    // RFC 6298, 5.4 to 5.6, and tcp_enter_loss.
    private void OnRetransmissionTimeout(Instant now)
    {
        if (Segments.Count == 0)
        {
            return;
        }

        Timeouts++;
        if (++_timeouts > _config.Retries2)
        {
            HasGivenUp = true;
            return;
        }

        bool isNewLoss = State != CongestionState.Loss || Unacknowledged >= _recoveryEnd;
        if (isNewLoss)
        {
            BeginReduction(CongestionState.Loss);
            CongestionControl.OnTimeout(CongestionWindow);
            _recoveryEnd = Next;
        }

        MarkAllLost(now);
        CongestionWindow.Packets = Segments.InFlight + 1;
        _retransmitHint = 0;
        _sendProbe = false;
        _probeEnd = 0;
        _timer.BackOff();
        _timer.Set(SenderTimerPurpose.Retransmission, now + Rto);
    }

    private void MarkAllLost(Instant now)
    {
        // A receiver that acknowledged the oldest segment selectively, and then did not cumulatively, took it back (RFC 2018, 8).
        bool hasReneged = (Segments[0].Status & SegmentStatus.Sacked) != 0;
        Duration window = _rack.ReorderingWindow(Segments, inRecovery: true, _rtt.Minimum, _rtt.Smoothed);
        for (int i = 0; i < Segments.Count; i++)
        {
            ref SentSegment segment = ref Segments[i];
            if (hasReneged)
            {
                Segments.ClearSacked(ref segment);
            }

            bool isMissing = (segment.Status & SegmentStatus.Sacked) == 0;
            if (isMissing && (i == 0 || hasReneged || _rack.IsOverdue(in segment, now, window)))
            {
                Segments.MarkLost(ref segment);
            }
        }
    }

    private void ProbeClosedWindow(Instant now)
    {
        bool isStuck = Segments.Count == 0 && Next < SendEnd && IsWindowClosed;
        if (isStuck && _timer.Purpose == SenderTimerPurpose.None)
        {
            _timer.Set(SenderTimerPurpose.WindowProbe, now + Rto);
        }
    }

    // RFC 9293, 3.8.6.1: probe a closed window, for as long as the peer answers.
    private bool OnWindowProbeTimeout(Instant now)
    {
        if (Segments.Count > 0 || Next >= SendEnd || !IsWindowClosed)
        {
            return false;
        }

        if (++_timeouts > _config.Retries2)
        {
            HasGivenUp = true;
            return false;
        }

        _timer.BackOff();
        _timer.Set(SenderTimerPurpose.WindowProbe, now + Rto);
        return true;
    }
}
