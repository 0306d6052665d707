using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>
/// Leaves slow start before it overshoots (Ha and Rhee, 2011), as in Linux (tcp_cubic.c, hystart_update).
/// </summary>
internal sealed class HyStart
{
    private const int LowestWindow = 16;
    private const int MinimumSamples = 8;
    private static readonly Duration _ackSpacing = Duration.FromMilliseconds(2);
    private static readonly Duration _delayFloor = Duration.FromMilliseconds(4);
    private static readonly Duration _delayCeiling = Duration.FromMilliseconds(16);
    private static readonly Duration _maximumAckDelay = Duration.FromMilliseconds(1);

    private bool _found;
    private Instant _roundStart;
    private Instant _lastAck;
    private long _roundEnd;
    private Duration _currentRtt = Duration.MaxValue;
    private int _samples;

    /// <summary>
    /// Looks at an acknowledgment that arrived in slow start; ends slow start by setting the threshold.
    /// </summary>
    public void OnAcknowledged(CongestionWindow window, in AckSample sample, Duration minimumRtt)
    {
        if (window.Packets < LowestWindow)
        {
            return;
        }

        if (sample.AckedEnd > _roundEnd)
        {
            StartRound(in sample);
        }

        if (_found)
        {
            return;
        }

        if (IsAckTrainLong(in sample, minimumRtt) || HasDelayRisen(in sample, minimumRtt))
        {
            _found = true;
            window.SlowStartThreshold = window.Packets;
        }
    }

    /// <summary>Forgets everything: after a timeout.</summary>
    public void Reset()
    {
        _found = false;
        _roundEnd = 0;
        _roundStart = default;
        _lastAck = default;
        _currentRtt = Duration.MaxValue;
        _samples = 0;
    }

    private void StartRound(in AckSample sample)
    {
        _roundStart = sample.Now;
        _lastAck = sample.Now;
        _roundEnd = sample.SentEnd;
        _currentRtt = Duration.MaxValue;
        _samples = 0;
    }

    private bool IsAckTrainLong(in AckSample sample, Duration minimumRtt)
    {
        if (sample.Now - _lastAck > _ackSpacing)
        {
            return false;
        }

        // Without pacing a train of ACKs is as long as the path is full: half the round trip already means "enough".
        _lastAck = sample.Now;
        Duration threshold = minimumRtt + Duration.Min(_maximumAckDelay, minimumRtt);
        return sample.Now - _roundStart > threshold / 2;
    }

    private bool HasDelayRisen(in AckSample sample, Duration minimumRtt)
    {
        _currentRtt = Duration.Min(_currentRtt, sample.Rtt);
        if (_samples < MinimumSamples)
        {
            _samples++;
            return false;
        }

        Duration threshold = Duration.Min(Duration.Max(minimumRtt / 8, _delayFloor), _delayCeiling);
        return _currentRtt > minimumRtt + threshold;
    }
}
