using System;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>The sending half of a TCP connection: what to send when, and what has become of it.</summary>
/// <remarks>
/// Stream positions are 64 bits wide and never wrap: 0 is the SYN, 1 the first byte. Read RFC 9293 3.8, RFC 6675, RFC
/// 8985 and Linux's tcp_input.c (tcp_ack) and tcp_output.c (tcp_write_xmit). What belongs together lies in structs of
/// this one object, since every acknowledgment touches most of it. Not implemented: urgent data.
/// </remarks>
public sealed class TcpSender
{
    private readonly TcpConfig _config;
    private readonly HeldSending? _held;
    private SackReader? _sack;

    // In this order they lie in memory: first what also an end looks at that only receives.
    private Scoreboard _segments;
    private TailLossProbe _probe;
    private ExplicitCongestion _ecn;
    private SenderTimer _timer;
    private RttEstimator _rtt;
    private CongestionLimit _limit;
    private LossRecovery _recovery;
    private SegmentPicker _picker;
    private RackLossDetection _rack;
    private uint? _highestSack;
    private long _burstEnd = 1;

    /// <summary>A sender that has sent its SYN and nothing else.</summary>
    public TcpSender(TcpConfig config, ICongestionControl congestionControl, SmallQueue? queue, SentSegmentPool pool)
    {
        _segments = new Scoreboard(pool);
        _config = config;
        _rtt = new RttEstimator(config);
        CongestionControl = congestionControl;
        CongestionWindow = new CongestionWindow(config.InitialWindow);
        (congestionControl as ISenderAware)?.Attach(new SenderView(this));
        _held = HeldSending.For(congestionControl, config, queue);
    }

    /// <summary>Decides about <see cref="CongestionWindow"/>.</summary>
    public ICongestionControl CongestionControl { get; }

    /// <summary>cwnd and ssthresh.</summary>
    public CongestionWindow CongestionWindow { get; }

    /// <summary>The segments in flight.</summary>
    public ref Scoreboard Segments => ref _segments;

    /// <summary>SND.UNA: everything below is acknowledged.</summary>
    public long Unacknowledged { get; internal set; } = 1;

    /// <summary>SND.NXT: everything below was sent.</summary>
    public long Next { get; private set; } = 1;

    /// <summary>The position behind the last byte the application has written.</summary>
    public long WriteEnd
    {
        get;
        set
        {
            _held?.OnWriting(this);
            field = value;
        }
    } = 1;

    /// <summary>Whether a FIN follows the last byte.</summary>
    public bool FinQueued { get; set; }

    /// <summary>The right edge of the peer's receive window: SND.UNA + SND.WND when it was last announced.</summary>
    public long WindowEnd { get; private set; } = 1;

    /// <summary>The most bytes that fit into one segment beside the options it carries.</summary>
    public int MaximumPayload { get; set; } = 536;

    /// <summary>Whether small segments are sent at once (TCP_NODELAY).</summary>
    public bool NoDelay { get; set; } = true;

    /// <summary>Whether the application has closed: a silent peer is given up sooner (SOCK_DEAD).</summary>
    public bool IsOrphan { get; set; }

    /// <summary>Whether the peer acknowledges selectively; without, duplicate acknowledgments must do.</summary>
    public bool UsesSack { get; set; } = true;

    /// <summary>How the sender sees the path.</summary>
    public CongestionState State => _recovery.State;

    /// <summary>Smoothed round-trip time; zero before the first sample.</summary>
    public Duration SmoothedRtt => _rtt.Smoothed;

    /// <summary>The smallest round-trip time seen; zero before the first sample.</summary>
    public Duration MinimumRtt => _rtt.Minimum;

    /// <summary>The mean deviation of the round-trip time.</summary>
    public Duration RttVariation => _rtt.Variation;

    /// <summary>The retransmission timeout with its back-off.</summary>
    public Duration Rto => _timer.Backed(_rtt.Rto, _config.RtoMaximum);

    /// <summary>How many times in a row the timeout was doubled.</summary>
    public int Backoff => _timer.Doublings;

    /// <summary>What the timer is set for.</summary>
    public SenderTimerPurpose TimerPurpose => _timer.Purpose;

    /// <summary>When <see cref="OnTimer"/> wants to be called.</summary>
    public Instant Deadline => _held is null ? _timer.Deadline : Instant.Min(_timer.Deadline, _held.Deadline);

    /// <summary>Whether the peer has not answered for so long that the connection is given up (tcp_retries2).</summary>
    public bool HasGivenUp => _timer.HasGivenUp;

    /// <summary>How many segments were sent again.</summary>
    public long RetransmittedSegments { get; private set; }

    /// <summary>How many times the retransmission timer expired.</summary>
    public long Timeouts => _timer.Timeouts;

    /// <summary>Bytes sent, retransmissions included.</summary>
    public long SentBytes { get; private set; }

    /// <summary>When data was last sent.</summary>
    public Instant LastSent { get; private set; }

    /// <summary>The position behind everything there is to send, a FIN included.</summary>
    public long SendEnd => WriteEnd + (FinQueued ? 1 : 0);

    /// <summary>Whether everything, a FIN included, was sent and acknowledged.</summary>
    public bool IsAllAcknowledged => Unacknowledged == SendEnd;

    /// <summary>Whether <see cref="TryNext"/> can give anything: there is something in flight or to be sent.</summary>
    public bool MayHaveSegments => _segments.Count > 0 || Next < SendEnd;

    /// <summary>sk_pacing_rate in bytes per second, as the control or else <see cref="PacingRateRule"/> says.</summary>
    public long PacingRate => RateControl?.PacingRate ?? PacingRateRule.Of(this);

    /// <summary>What it has in addition when more than windows hold it back; null for most.</summary>
    internal HeldSending? Held => _held;

    /// <summary>The control, if it sets the window itself in every state (cong_control).</summary>
    internal IRateControl? RateControl => _held?.Control;

    /// <summary>What is measured of the path's rate; null when nobody asks.</summary>
    internal DeliveryRate? Deliveries => _held?.Deliveries;

    /// <summary>Whether the peer's window holds back what is to be sent next.</summary>
    internal bool IsWindowClosed =>
        Next < SendEnd && Next + Math.Min(MaximumPayload, SendEnd - Next) > WindowEnd;

    /// <summary>Whether an acknowledgment of new data has little to do: no loss, no SACK, no doubt, an ordinary control.</summary>
    internal bool IsUndisturbed => _recovery.State == CongestionState.Open && _segments.Sacked == 0
        && _segments.Lost == 0 && !_probe.IsOutstanding && UsesSack && RateControl is null;

    /// <summary>Whether the windows let a full segment of new data go that is not the last one.</summary>
    internal bool HasFullSegment
    {
        get
        {
            long end = Next + MaximumPayload;
            return end < WriteEnd && end <= WindowEnd && _segments.InFlight < CongestionWindow.Packets;
        }
    }

    internal TcpConfig Config => _config;
    internal ref CongestionLimit Limit => ref _limit;
    internal ref SenderTimer Timer => ref _timer;
    internal ref SegmentPicker Picker => ref _picker;
    internal ref ExplicitCongestion Ecn => ref _ecn;
    internal ref LossRecovery Recovery => ref _recovery;
    internal ref RttEstimator Rtt => ref _rtt;
    internal ref RackLossDetection Rack => ref _rack;
    internal ref TailLossProbe Probe => ref _probe;

    /// <summary>The handshake is complete.</summary>
    /// <param name="window">The window the peer announced, in bytes.</param>
    /// <param name="handshakeRtt">The round-trip time of the handshake; negative when its SYN was retransmitted.</param>
    /// <param name="now">The time now.</param>
    public void Establish(long window, Duration handshakeRtt, Instant now)
    {
        WindowEnd = Unacknowledged + window;
        LastSent = now;
        _limit.Reset(now);
        SampleRtt(handshakeRtt);
    }

    /// <summary>An acknowledgment arrived, whatever it says: the peer is there.</summary>
    public void OnHeard() => _timer.OnHeard();

    /// <summary>
    /// The peer announced a window (RFC 9293, 3.10.7.4); the right edge never moves back, as in Linux with a shared
    /// MPTCP window.
    /// </summary>
    public void OnWindow(long end, Instant now)
    {
        if (end > WindowEnd)
        {
            WindowEnd = end;
            if (!IsWindowClosed)
            {
                _timer.OnWindowOpened();
            }
        }

        ProbeClosedWindow(now);
    }

    /// <summary>Takes an acknowledgment that lies between <see cref="Unacknowledged"/> and <see cref="Next"/>.</summary>
    /// <param name="ack">The position the peer expects next.</param>
    /// <param name="sackBlocks">What else it has; the first block may be a duplicate report (RFC 2883).</param>
    /// <param name="details">What else the segment said.</param>
    /// <param name="now">The time now.</param>
    public void OnAcknowledgment(long ack, ReadOnlySpan<SackBlock> sackBlocks, in AckDetails details, Instant now) =>
        AckArrival.Apply(this, ack, sackBlocks, in details, now);

    /// <summary>Picks what to send next; asked again until there is nothing.</summary>
    /// <param name="now">The time now.</param>
    /// <param name="segment">What to send; the caller may shorten new data before it commits.</param>
    public bool TryNext(Instant now, out SegmentToSend segment)
    {
        segment = default;
        bool isHeld = _timer.HoldsBack(this) || (_held is not null && _held.Holds(this, now));
        if (!isHeld && _picker.TryPick(this, now, out segment))
        {
            return true;
        }

        _probe.Abandon();
        EndBurst(now);
        return false;
    }

    /// <summary>The segment was handed to the network.</summary>
    public void Commit(in SegmentToSend segment, Instant now)
    {
        SentBytes += segment.Length;
        if (segment.IsRetransmission)
        {
            CommitRetransmission(segment.ScoreboardIndex, now);
        }
        else
        {
            CommitNew(in segment, now);
        }

        _held?.OnSent(segment.Length, PacingRate, now);
        _probe.OnSent(Next);
        _recovery.OnSent();
        _timer.OnSent(this, now);
        LastSent = now;
    }

    /// <summary>
    /// Whether new data that goes out now concerns only the scoreboard: something is in flight, the timer runs, nothing is lost
    /// or doubted, nothing but windows holds packets back.
    /// </summary>
    internal bool IsSteady => _recovery.State == CongestionState.Open && _segments.Count > 0 && _segments.Lost == 0
        && _held is null && !_timer.HoldsBack(this) && !_probe.IsDue && !_ecn.IsOn
        && _timer.Purpose is not (SenderTimerPurpose.None or SenderTimerPurpose.WindowProbe);

    /// <summary>A full segment of new data was handed to the network, while <see cref="IsSteady"/>.</summary>
    internal void CommitFull(Instant now)
    {
        _segments.Add(Next, MaximumPayload, now.Picoseconds, SegmentStatus.None);
        Next += MaximumPayload;
        SentBytes += MaximumPayload;
        LastSent = now;
    }

    /// <summary>Cuts a segment that no longer fits beside its options in two.</summary>
    public SegmentToSend Split(in SegmentToSend segment, int length)
    {
        _segments.Split(segment.ScoreboardIndex, length);
        Deliveries?.OnSplit(segment.ScoreboardIndex);
        return segment with { Length = length, Fin = false };
    }

    /// <summary>The deadline has come.</summary>
    /// <returns>Whether a probe of a closed window is to be sent: an empty segment below SND.UNA.</returns>
    public bool OnTimer(Instant now)
    {
        _held?.OnTimer(now);
        return _timer.Deadline <= now && _timer.OnExpiry(this, now);
    }

    /// <summary>If only the peer's window holds back data, and nothing in flight would tell of its opening: will probe it.</summary>
    public void ProbeClosedWindow(Instant now) => _timer.ProbeClosedWindow(this, now);

    /// <summary>Whether something behind the segment that starts here was already reported as received.</summary>
    internal bool IsBelowHighestSack(uint start) => _highestSack is { } highest && (int)(highest - start) > 0;

    /// <summary>RACK wants to look again after a while; see <see cref="SenderTimer.WaitForReordering"/>.</summary>
    internal void WaitForReordering(Duration wait, Instant now) => _timer.WaitForReordering(this, wait, now);

    /// <summary>The newest segment was not sent after all.</summary>
    internal void TakeBackNewest()
    {
        ref SentSegment newest = ref _segments[_segments.Count - 1];
        Next -= newest.Length;
        SentBytes -= newest.Length - ((newest.Status & SegmentStatus.Fin) != 0 ? 1 : 0);
        _segments.RemoveNewest();
    }

    /// <summary>A retransmission was not sent after all.</summary>
    internal void TakeBackRetransmission(int index)
    {
        ref SentSegment segment = ref _segments[index];
        _segments.ClearRetransmitted(ref segment);
        RetransmittedSegments--;
        SentBytes -= segment.Length;
        _picker.OnLoss();
    }

    /// <summary>The retransmission timer expired, and the connection is not given up.</summary>
    /// <param name="isRepeated">Whether it had expired before, and there was no progress since.</param>
    /// <param name="now">The time now.</param>
    internal void OnRetransmissionTimeout(bool isRepeated, Instant now)
    {
        _recovery.OnTimeout(this, isRepeated, now);
        _picker.OnLoss();
        _probe.Cancel();
    }

    /// <summary>Applies SACK blocks to the scoreboard.</summary>
    internal SackReport ReadSack(ReadOnlySpan<SackBlock> blocks, long ack, Instant now)
    {
        _sack ??= new SackReader();
        SackReport report = _sack.Read(this, blocks, ack, now);
        _highestSack = _sack.HighestEnd;
        return report;
    }

    /// <summary>Takes a round-trip time, if there is one: a negative one is none.</summary>
    internal void SampleRtt(Duration sample)
    {
        if (sample >= Duration.Zero)
        {
            _rtt.Add(sample, Unacknowledged, Next, _config);
            _timer.OnSample();
        }
    }

    private void CommitNew(in SegmentToSend segment, Instant now)
    {
        if (_segments.Count == 0)
        {
            _limit.RestartAfterIdle(this, now);
            CongestionControl.OnTransmitStart(now, LastSent);
        }

        int sequenceLength = segment.Length + (segment.Fin ? 1 : 0);
        SegmentStatus status = segment.Fin ? SegmentStatus.Fin : SegmentStatus.None;
        _segments.Add(segment.Start, sequenceLength, now.Picoseconds, status);
        Deliveries?.OnSent(now);
        Next = segment.Start + sequenceLength;
        if (segment.Length < MaximumPayload)
        {
            _picker.OnSmallSegment(Next);
        }
    }

    private void CommitRetransmission(int index, Instant now)
    {
        RetransmittedSegments++;
        ref SentSegment known = ref _segments[index];
        if ((known.Status & SegmentStatus.Retransmitted) == 0)
        {
            _segments.MarkRetransmitted(ref known, now.Picoseconds);
        }

        known.SentAt = now.Picoseconds;
        Deliveries?.OnSentAgain(index);
        _rack.OnRetransmitted(in known, in _segments);
        _picker.OnRetransmitted(index);
        _recovery.OnRetransmitted(now);
        if (index == 0)
        {
            _timer.OnOldestRetransmitted(this, now);
        }
    }

    private void EndBurst(Instant now)
    {
        bool isLimited = _picker.TakeBlocked() || _segments.InFlight >= CongestionWindow.Packets;
        bool hasSentNew = Next > _burstEnd;
        if (hasSentNew || (isLimited && Next < SendEnd))
        {
            _limit.OnBurstEnd(this, isLimited, now);
        }

        if (hasSentNew)
        {
            _burstEnd = Next;
            _timer.TryScheduleLossProbe(this, now, isProgress: false);
        }
    }
}
