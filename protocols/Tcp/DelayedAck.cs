using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// When to acknowledge received data: at once, or after a while (RFC 9293, 3.8.6.3) as Linux does it.
/// </summary>
/// <remarks>
/// Read tcp_event_data_recv, __tcp_ack_snd_check and tcp_send_delayed_ack (net/ipv4/tcp_input.c, tcp_output.c).
/// </remarks>
public struct DelayedAck
{
    /// <summary>TCP_MAX_QUICKACKS: how many acknowledgments in a row are never delayed, at most.</summary>
    public const int MaximumQuickAcks = 16;

    // TCP_FASTRETRANS_THRESH, and the 5 % of the round-trip time that compression may cost.
    private const int DuplicateThreshold = 3;
    private const int CompressionShare = 20;

    private static readonly Duration _minimum = Duration.FromMilliseconds(40);
    private static readonly Duration _half = _minimum / 2;
    private static readonly Duration _maximum = Duration.FromMilliseconds(200);

    private Duration _timeout;
    private Instant _deadline;
    private Instant _lastData;
    private int _quickAcks;
    private bool _isInteractive;
    private bool _hasSeenData;
    private bool _isExact;
    private bool _isCompressing;
    private byte _duplicates;
    private byte _compressed;

    // How often since the last acknowledgment data ended that seems to be all for now, up to 2: ICSK_ACK_PUSHED, ..._PUSHED2.
    private byte _pushes;
    private ushort _largestSegment;

    /// <summary>Whether an acknowledgment is owed.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Whether it must go out now.</summary>
    public bool IsDueNow { get; private set; }

    /// <summary>When it is due at the latest; <see cref="Instant.Never"/> when none is owed.</summary>
    public readonly Instant Deadline => IsPending ? _deadline : Instant.Never;

    /// <summary>
    /// Data arrived: if it follows other data closely, adapts the timeout to that; else <see cref="OnData"/> must decide.
    /// </summary>
    public bool TryOnCloseData(Instant now)
    {
        if (!_hasSeenData || now - _lastData > _half)
        {
            return false;
        }

        _timeout = _timeout / 2 + _half;
        _lastData = now;
        return true;
    }

    /// <summary>Data arrived: adapts the timeout to the distance of arrivals (tcp_event_data_recv).</summary>
    /// <param name="now">The time now.</param>
    /// <param name="receiver">
    /// What has arrived: quick acknowledgments are so many as the window holds segments, at most.
    /// </param>
    /// <param name="rto">The sender's timeout: a longer silence counts as a new start.</param>
    public void OnData(Instant now, TcpReceiver receiver, Duration rto)
    {
        if (TryOnCloseData(now))
        {
            return;
        }

        if (!_hasSeenData)
        {
            _hasSeenData = true;
            RefillQuickAcks(receiver, MaximumQuickAcks);
            _timeout = _minimum;
        }
        else
        {
            Duration distance = now - _lastData;
            if (distance < _timeout)
            {
                _timeout = Duration.Min(_timeout / 2 + distance, rto);
            }
            else if (distance > rto)
            {
                RefillQuickAcks(receiver, MaximumQuickAcks);
            }
        }

        _lastData = now;
    }

    /// <summary>
    /// Looks for the end of what the sender had to send: a segment shorter than others, or marked PSH
    /// (tcp_measure_rcv_mss).
    /// </summary>
    /// <param name="length">The payload of the segment, in bytes.</param>
    /// <param name="isPushed">Whether it has the PSH flag.</param>
    public void OnSegment(int length, bool isPushed)
    {
        if (length >= _largestSegment)
        {
            _largestSegment = (ushort)length;
            _pushes = isPushed ? byte.Max(_pushes, 1) : _pushes;
        }
        else
        {
            _pushes = byte.Min((byte)(_pushes + 1), 2);
        }
    }

    /// <summary>
    /// The application has read all there is: if what it read seems complete, the sender should know (tcp_cleanup_rbuf).
    /// </summary>
    public void OnDrained() => IsDueNow |= IsPending && (_pushes == 2 || (_pushes == 1 && !_isInteractive));

    /// <summary>Data was sent soon after some was received: acknowledgments can ride on it (pingpong mode).</summary>
    public void OnDataSent(Instant now)
    {
        if (_hasSeenData && now - _lastData < _timeout)
        {
            _isInteractive = true;
        }
    }

    /// <summary>Decides about the data that just arrived (__tcp_ack_snd_check).</summary>
    /// <param name="now">The time now.</param>
    /// <param name="isMoreThanOneSegment">Whether more than one full segment waits to be acknowledged.</param>
    /// <param name="isUrgent">
    /// Whether there is a gap, or one was just filled: the sender must know at once (RFC 5681, 4.2).
    /// </param>
    /// <param name="smoothedRtt">The smoothed round-trip time, zero when unknown.</param>
    public void Schedule(Instant now, bool isMoreThanOneSegment, bool isUrgent, Duration smoothedRtt)
    {
        bool isQuick = _quickAcks > 0 && !_isInteractive;
        if (isMoreThanOneSegment || isUrgent || isQuick)
        {
            IsDueNow = true;
            return;
        }

        Duration delay = _timeout;
        if (delay > _minimum)
        {
            Duration limit = _isInteractive ? _maximum : Duration.FromMilliseconds(500);
            if (smoothedRtt > Duration.Zero)
            {
                limit = Duration.Min(limit, Duration.Max(smoothedRtt, _minimum));
            }

            delay = Duration.Min(delay, limit);
        }

        Instant deadline = now + Duration.Min(delay, _maximum);
        if (IsPending && _deadline <= now + delay / 4)
        {
            // The earlier deadline is so near that it is not worth waiting for.
            IsDueNow = true;
            return;
        }

        _deadline = IsPending ? Instant.Min(_deadline, deadline) : deadline;
        _isExact = false;
        IsPending = true;
    }

    /// <summary>
    /// Decides about data that arrived beside a gap which is still there: the first three such acknowledgments go out at
    /// once, for they may start the sender's recovery; later ones wait a moment for company (SACK compression).
    /// </summary>
    /// <param name="now">The time now.</param>
    /// <param name="advances">Whether RCV.NXT advanced: the acknowledgment is not a duplicate.</param>
    /// <param name="roundTrip">The smaller of the round-trip times that both halves know; zero when unknown.</param>
    /// <param name="config">The host's tunables.</param>
    public void ScheduleBesideGap(Instant now, bool advances, Duration roundTrip, TcpConfig config)
    {
        _duplicates = advances ? (byte)0 : _duplicates;
        bool isQuick = _quickAcks > 0 && !_isInteractive;
        if (isQuick || _compressed >= config.SackCompressionLimit)
        {
            IsDueNow = true;
            return;
        }

        if (_duplicates < DuplicateThreshold)
        {
            _duplicates++;
            IsDueNow = true;
            return;
        }

        _compressed++;
        if (!_isCompressing)
        {
            _isCompressing = true;
            IsPending = true;
            _isExact = true;
            _deadline = now + Duration.Min(config.SackCompressionDelay, roundTrip / CompressionShare);
        }
    }

    /// <summary>An acknowledgment must go out with or without data.</summary>
    public void Demand() => IsDueNow = true;

    /// <summary>An acknowledgment must go out with or without data, on a condition.</summary>
    public void Demand(bool isOwed) => IsDueNow |= isOwed;

    /// <summary>The sender may send more than it knows: at least the next acknowledgment is not delayed.</summary>
    public void BeQuickOnce() => _quickAcks |= 1;

    /// <summary>The sender must hear at once for a while: of trouble (tcp_enter_quickack_mode).</summary>
    /// <param name="receiver">What has arrived.</param>
    /// <param name="most">How many acknowledgments are not delayed, at most.</param>
    public void BeQuick(TcpReceiver receiver, int most)
    {
        RefillQuickAcks(receiver, most);
        _isInteractive = false;
        _timeout = _minimum;
    }

    /// <summary>The deadline has come (tcp_delack_timer_handler).</summary>
    /// <param name="rto">The sender's timeout.</param>
    /// <param name="config">The tunables of the host.</param>
    /// <param name="now">The time now.</param>
    public void OnTimer(Duration rto, TcpConfig config, Instant now)
    {
        if (!_isExact)
        {
            // When the timer would really have fired matters only if it does; its delay is always short.
            _isExact = true;
            _deadline = TimerWheelRounding.Expiry(_deadline, _deadline, config.Tick, config.TickPhase);
            if (_deadline > now)
            {
                return;
            }
        }

        if (_isCompressing)
        {
            IsDueNow = true;
            return;
        }

        if (!_isInteractive)
        {
            // The sender seems to wait for us: be slower to delay next time, but not slower than its timeout.
            _timeout = Duration.Min(_timeout * 2, rto);
        }
        else
        {
            _isInteractive = false;
            _timeout = _minimum;
        }

        IsDueNow = true;
    }

    /// <summary>The connection is over: none is owed any more.</summary>
    public void Cancel()
    {
        IsPending = false;
        IsDueNow = false;
    }

    /// <summary>A segment with an acknowledgment was sent.</summary>
    /// <param name="isHalfFull">Whether more than half of the receive buffer is taken: the sender need not be fast (__tcp_select_window).</param>
    public void OnAckSent(bool isHalfFull)
    {
        _quickAcks = isHalfFull ? 0 : _quickAcks;
        if (_quickAcks > 0 && (IsPending || IsDueNow))
        {
            _quickAcks--;
        }

        IsPending = false;
        IsDueNow = false;
        _isCompressing = false;
        _compressed = 0;
        _pushes = 0;
    }

    private void RefillQuickAcks(TcpReceiver receiver, int most)
    {
        long windowPackets = (receiver.WindowEnd - receiver.Next) / long.Max(receiver.Segment, 1);
        int quickAcks = (int)long.Min(windowPackets >= 2 ? windowPackets / 2 : 2, most);
        _quickAcks = int.Max(_quickAcks, quickAcks);
    }
}
