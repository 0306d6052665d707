using System;
using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>CUBIC (RFC 9438) in the integer arithmetic of Linux (tcp_cubic.c).</summary>
/// <remarks>
/// Times are in 1/1024 s, windows in packets, as in the kernel. Differences to RFC 9438 are the kernel's: fast
/// convergence with its rounding, a window target that grows at most by one half in a round trip, and HyStart without a
/// conservative slow start.
/// </remarks>
public sealed class Cubic : ICongestionControl
{
    // beta = 717/1024 = 0.7 and C = 0.4 packets/s^3 = 41 * 10 / 1024 (tcp_cubic.c: beta, bic_scale).
    private const int BetaScale = 1024;
    private const int Beta = 717;
    private const int CubeRttScale = 41 * 10;
    private const long CubeFactor = (1L << 40) / CubeRttScale;

    // 8 * (1 + beta) / 3 / (1 - beta), so that the Reno-friendly window grows as AIMD(1, beta) does.
    private const int FriendlyScale = 8 * (BetaScale + Beta) / 3 / (BetaScale - Beta);

    private static readonly Duration _recalculationPause = Duration.FromSeconds(1.0 / 32);
    private static readonly Duration _jiffy = Duration.FromMilliseconds(4);

    private readonly HyStart? _hyStart;
    private int _increaseEvery;
    private int _lastMaximum;
    private int _lastWindow;
    private Instant _lastTime;
    private int _originPoint;
    private long _timeToOrigin;
    private Duration _minimumRtt;
    private bool _inEpoch;
    private Instant _epochStart;
    private int _ackedInEpoch;
    private int _friendlyWindow;

    /// <summary>
    /// CUBIC with or without HyStart (sysctl-like module parameter <c>hystart</c>, on by default in Linux).
    /// </summary>
    public Cubic(bool hyStart = true) => _hyStart = hyStart ? new HyStart() : null;

    /// <inheritdoc/>
    public string Name => "cubic";

    /// <inheritdoc/>
    public void OnAcknowledged(CongestionWindow window, in AckSample sample)
    {
        if (sample.Rtt < Duration.Zero)
        {
            return;
        }

        // The kernel ignores samples right after a loss epoch began, when queues still drain (cubictcp_acked).
        if (_inEpoch && sample.Now - _epochStart < Duration.FromSeconds(1))
        {
            return;
        }

        if (_minimumRtt == Duration.Zero || sample.Rtt < _minimumRtt)
        {
            _minimumRtt = Duration.Max(sample.Rtt, Duration.FromMicroseconds(1));
        }

        if (window.InSlowStart)
        {
            _hyStart?.OnAcknowledged(window, in sample, _minimumRtt);
        }
    }

    /// <inheritdoc/>
    public void Increase(CongestionWindow window, in AckSample sample)
    {
        int acked = window.GrowInSlowStart(in sample);
        if (acked == 0)
        {
            return;
        }

        Update(window.Packets, acked, sample.Now);
        window.Increase(_increaseEvery, acked);
    }

    /// <inheritdoc/>
    public int ThresholdAfterLoss(CongestionWindow window)
    {
        _inEpoch = false;

        // Fast convergence: a flow that lost below its last maximum gives up some of its share (RFC 9438, 4.7).
        _lastMaximum = window.Packets < _lastMaximum
            ? (int)((long)window.Packets * (BetaScale + Beta) / (2 * BetaScale))
            : window.Packets;
        return (int)Math.Max((long)window.Packets * Beta / BetaScale, 2);
    }

    /// <inheritdoc/>
    public void OnTimeout(CongestionWindow window)
    {
        _increaseEvery = 0;
        _lastMaximum = 0;
        _lastWindow = 0;
        _lastTime = default;
        _originPoint = 0;
        _timeToOrigin = 0;
        _minimumRtt = Duration.Zero;
        _inEpoch = false;
        _ackedInEpoch = 0;
        _friendlyWindow = 0;
        _hyStart?.Reset();
    }

    /// <inheritdoc/>
    public void OnTransmitStart(Instant now, Instant lastSent)
    {
        // Time in which nothing was sent must not count as growth (cubictcp_cwnd_event).
        if (_inEpoch && now > lastSent)
        {
            _epochStart = Instant.Min(_epochStart + (now - lastSent), now);
        }
    }

    private static long ToCubicTime(Duration time) =>
        (long)((Int128)time.Picoseconds * 1024 / Duration.PicosecondsPerSecond);

    private static long CubeRoot(long value)
    {
        // Newton's method on integers: the same on every machine, unlike a library's floating-point root.
        long root = 1L << ((64 - (int)long.LeadingZeroCount(value | 1) + 2) / 3);
        while (true)
        {
            long next = (2 * root + value / (root * root)) / 3;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }

    private void Update(int window, int acked, Instant now)
    {
        _ackedInEpoch += acked;
        if (_inEpoch && _lastWindow == window && now - _lastTime <= _recalculationPause)
        {
            return;
        }

        // The curve is computed at most once in a tick; in between only the Reno-friendly window moves.
        if (!_inEpoch || now - _lastTime >= _jiffy)
        {
            UpdateCurve(window, acked, now);
        }

        UpdateFriendlyWindow(window);
        _increaseEvery = Math.Max(_increaseEvery, 2);
    }

    private void UpdateCurve(int window, int acked, Instant now)
    {
        _lastWindow = window;
        _lastTime = now;
        if (!_inEpoch)
        {
            _inEpoch = true;
            _epochStart = now;
            _ackedInEpoch = acked;
            _friendlyWindow = window;
            if (_lastMaximum <= window)
            {
                _timeToOrigin = 0;
                _originPoint = window;
            }
            else
            {
                _timeToOrigin = CubeRoot(CubeFactor * (_lastMaximum - window));
                _originPoint = _lastMaximum;
            }
        }

        long time = ToCubicTime(now - _epochStart + _minimumRtt);
        long offset = Math.Abs(time - _timeToOrigin);
        long delta = (long)((Int128)CubeRttScale * offset * offset * offset >> 40);
        long target = time < _timeToOrigin ? _originPoint - delta : _originPoint + delta;
        _increaseEvery = target > window ? (int)(window / (target - window)) : 100 * window;

        // Before the first loss nothing is known of the path's capacity: grow at least by 5 % a round trip.
        if (_lastMaximum == 0 && _increaseEvery > 20)
        {
            _increaseEvery = 20;
        }
    }

    private void UpdateFriendlyWindow(int window)
    {
        int perIncrease = Math.Max((int)((long)window * FriendlyScale >> 3), 1);
        if (_ackedInEpoch > perIncrease)
        {
            int increments = (_ackedInEpoch - 1) / perIncrease;
            _ackedInEpoch -= increments * perIncrease;
            _friendlyWindow += increments;
        }

        if (_friendlyWindow > window)
        {
            _increaseEvery = Math.Min(_increaseEvery, window / (_friendlyWindow - window));
        }
    }
}
