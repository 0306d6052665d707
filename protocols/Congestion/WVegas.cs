using System;
using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>Weighted Vegas (Cao et al., ICNP 2012), as in mptcp_wvegas.c of the out-of-tree stack, in its integers.</summary>
/// <remarks>
/// Once in each round trip it compares the packets that it has in the queue with its target, a share of ten for the
/// whole connection in proportion to the subflow's rate. Outside of the state Open it behaves as Reno. Times are in
/// microseconds. The coupling lies in the weight, so it differs from the others in all else.
/// </remarks>
public sealed class WVegas : CoupledControl
{
    private const int InitialTarget = 2;
    private const int TotalTarget = 10;
    private const int Gamma = 1;
    private const int Scale = 16;
    private const int LowestWindow = 2;
    private const int FewestSamples = 3;
    private const long NoRtt = int.MaxValue;
    private const long PicosecondsPerMicrosecond = 1_000_000;

    private bool _isEnabled = true;
    private long _roundEnd;
    private int _samples;
    private long _sampledRtt;
    private long _baseRtt = NoRtt;
    private long _instantRate;
    private long _weight = 1L << Scale;
    private int _target = InitialTarget;
    private long _queueingDelay;

    /// <inheritdoc/>
    public override string Name => "wvegas";

    /// <inheritdoc/>
    public override void OnAcknowledged(CongestionWindow window, in AckSample sample)
    {
        // The state in which the acknowledgment found the sender; it may leave it before the window grows.
        if (Sender.State != CongestionState.Open)
        {
            _isEnabled = false;
        }

        if (sample.Rtt < Duration.Zero)
        {
            return;
        }

        long rtt = sample.Rtt.Picoseconds / PicosecondsPerMicrosecond + 1;
        _baseRtt = Math.Min(_baseRtt, rtt);
        _sampledRtt += rtt;
        _samples++;
    }

    /// <inheritdoc/>
    public override void Increase(CongestionWindow window, in AckSample sample)
    {
        if (!_isEnabled && Sender.State == CongestionState.Open)
        {
            Enable(sample.SentEnd);
        }

        if (!_isEnabled)
        {
            IncreaseAsReno(window, in sample);
            return;
        }

        if (sample.AckedEnd > _roundEnd)
        {
            _roundEnd = sample.SentEnd;
            EndRound(window, in sample);
            _samples = 0;
            _sampledRtt = 0;
        }
        else if (window.InSlowStart)
        {
            window.SlowStart(sample.AckedPackets);
        }
    }

    /// <inheritdoc/>
    public override void OnTimeout(CongestionWindow window)
    {
        _isEnabled = false;
        _instantRate = 0;
    }

    /// <inheritdoc/>
    public override void OnTransmitStart(Instant now, Instant lastSent)
    {
        // The window was cut for silence (CA_EVENT_CWND_RESTART): what was learnt of the path is old.
        if (now - lastSent > Sender.Rto)
        {
            _baseRtt = NoRtt;
            Enable(roundEnd: _roundEnd);
        }
    }

    /// <inheritdoc/>
    protected override void IncreaseCoupled(CoupledGroup group, CongestionWindow window, int acked) =>
        window.Increase(window.Packets, acked);

    private void Enable(long roundEnd)
    {
        _isEnabled = true;
        _roundEnd = roundEnd;
        _samples = 0;
        _sampledRtt = 0;
        _instantRate = 0;
        _target = InitialTarget;
        _weight = 1L << Scale;
        _queueingDelay = 0;
    }

    private void IncreaseAsReno(CongestionWindow window, in AckSample sample) => base.Increase(window, in sample);

    private void EndRound(CongestionWindow window, in AckSample sample)
    {
        if (_samples < FewestSamples)
        {
            IncreaseAsReno(window, in sample);
            return;
        }

        long rtt = _sampledRtt / _samples;
        long queued = window.Packets * (rtt - _baseRtt) / rtt;
        if (window.InSlowStart && queued > Gamma)
        {
            window.Packets = (int)Math.Min(window.Packets, window.Packets * _baseRtt / rtt + 1);
            LowerThreshold(window);
        }
        else if (window.InSlowStart)
        {
            window.SlowStart(sample.AckedPackets);
        }
        else
        {
            Approach(window, rtt, queued);
        }

        window.Packets = Math.Max(window.Packets, LowestWindow);

        // tcp_current_ssthresh: at least three quarters of the window.
        window.SlowStartThreshold =
            Math.Max(window.SlowStartThreshold, (window.Packets >> 1) + (window.Packets >> 2));
    }

    private void Approach(CongestionWindow window, long rtt, long queued)
    {
        if (queued >= _target)
        {
            _instantRate = ((long)window.Packets << Scale) / rtt;
            _weight = Weight();
            _target = Math.Max(InitialTarget, (int)(_weight * TotalTarget >> Scale));
        }

        if (queued > _target)
        {
            window.Packets--;
            LowerThreshold(window);
        }
        else if (queued < _target)
        {
            window.Packets++;
        }

        // Drain the queue when it has become twice as long as it was at its shortest. An empty queue needs no draining:
        // the module would, but its clock never measures the same round trip twice.
        long delay = rtt - _baseRtt;
        if (_queueingDelay == 0 || _queueingDelay > delay)
        {
            _queueingDelay = delay;
        }

        if (delay > 0 && delay >= 2 * _queueingDelay)
        {
            long factor = (_baseRtt << Scale) / (2 * rtt);
            window.Packets = (int)(window.Packets * factor >> Scale);
            _queueingDelay = 0;
        }
    }

    private long Weight()
    {
        if (Others is not { } group)
        {
            return _weight;
        }

        long total = 0;
        foreach (CoupledControl member in group.Members)
        {
            if (member is WVegas { _sampledRtt: > 0 } other && other.IsEstablished)
            {
                total += other._instantRate;
            }
        }

        return total > 0 && _instantRate > 0 ? (_instantRate << Scale) / total : _weight;
    }

    private static void LowerThreshold(CongestionWindow window) =>
        window.SlowStartThreshold = Math.Min(window.SlowStartThreshold, window.Packets - 1);
}
