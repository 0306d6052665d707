using System;
using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>BBR's model of the path: its bandwidth, its smallest round-trip time, and whether it is full.</summary>
internal struct BbrPath
{
    private const int Unit = 256;
    private const int BandwidthRounds = 10;
    private const int FullRounds = 3;
    private const int FullGrowth = Unit * 5 / 4;
    private const int InitialWindow = 10;
    private static readonly Duration _minimumRttWindow = Duration.FromSeconds(10);

    private WindowedMaximum _bandwidth;
    private PolicerDetection _policer;
    private RateSample _last;
    private Instant _minimumRttAt;
    private long _fullBandwidth;
    private long _rounds;
    private long _roundEnd;
    private int _fullCount;

    /// <summary>The bandwidth to send at (bbr_bw).</summary>
    public readonly PacketRate Bandwidth => _policer.IsPoliced ? _policer.Rate : HighestBandwidth;

    /// <summary>The highest delivery rate of the last ten round trips (bbr_max_bw).</summary>
    public readonly PacketRate HighestBandwidth => new(_bandwidth.Value);

    /// <summary>Whether a policer seems to limit the path.</summary>
    public readonly bool IsPoliced => _policer.IsPoliced;

    /// <summary>min_rtt_us: the smallest round-trip time of the last ten seconds in microseconds; negative without any.</summary>
    public long MinimumRtt { get; private set; }

    /// <summary>Whether the last sample began a round trip, counted by packets.</summary>
    public bool IsRoundStart { get; private set; }

    /// <summary>Whether the bandwidth has stopped growing: the pipe is full (full_bw_reached).</summary>
    public bool IsFull { get; private set; }

    /// <summary>The connection starts.</summary>
    public void Start(Duration minimumRtt, Instant now)
    {
        MinimumRtt = minimumRtt > Duration.Zero ? minimumRtt.WholeMicroseconds : -1;
        _minimumRttAt = now;
    }

    /// <summary>Takes a sample of the delivery rate (bbr_update_bw).</summary>
    /// <param name="sample">The sample, valid or not.</param>
    /// <param name="isProbing">Whether BBR is in its steady state.</param>
    /// <param name="payload">The bytes of a full packet.</param>
    /// <returns>Whether a policer is no longer assumed, so that probing begins anew.</returns>
    public bool UpdateBandwidth(in RateSample sample, bool isProbing, int payload)
    {
        _last = sample;
        IsRoundStart = false;
        if (!sample.IsValid)
        {
            return false;
        }

        if (sample.PriorDelivered >= _roundEnd)
        {
            BeginRound(in sample);
            _rounds++;
            IsRoundStart = true;
        }

        bool isReleased = _policer.Update(in sample, IsRoundStart, isProbing, payload);

        // What the application limits says little of the path, unless it is more than was known.
        long rate = PacketRate.Of(sample.Delivered, Math.Max(sample.Interval.WholeMicroseconds, 1)).Scaled;
        if (!sample.IsAppLimited || rate >= _bandwidth.Value)
        {
            _bandwidth.Add(BandwidthRounds, _rounds, rate);
        }

        return isReleased;
    }

    /// <summary>A round begins now, whatever is in flight.</summary>
    public void BeginRound(in RateSample sample) => _roundEnd = sample.TotalDelivered;

    /// <summary>Looks whether the pipe is full: three round trips without 25 % more (bbr_check_full_bw_reached).</summary>
    public void CheckFull(in RateSample sample)
    {
        if (IsFull || !IsRoundStart || sample.IsAppLimited)
        {
            return;
        }

        if (_bandwidth.Value >= _fullBandwidth * FullGrowth / Unit)
        {
            _fullBandwidth = _bandwidth.Value;
            _fullCount = 0;
            return;
        }

        IsFull = ++_fullCount >= FullRounds;
    }

    /// <summary>Takes the sample of the round-trip time.</summary>
    /// <returns>Whether the smallest one was ten seconds old.</returns>
    public bool UpdateMinimumRtt(in RateSample sample)
    {
        bool isExpired = sample.Now - _minimumRttAt > _minimumRttWindow;
        long rtt = sample.Rtt.WholeMicroseconds;
        bool isNew = sample.Rtt >= Duration.Zero
            && (MinimumRtt < 0 || rtt <= MinimumRtt || (isExpired && !sample.IsAckDelayed));
        if (isNew)
        {
            MinimumRtt = rtt;
            _minimumRttAt = sample.Now;
        }

        return isExpired;
    }

    /// <summary>The round-trip time was measured on an empty path: it counts for the next ten seconds.</summary>
    public void ConfirmMinimumRtt(Instant now) => _minimumRttAt = now;

    /// <summary>The retransmission timer expired: a round has ended with a loss (bbr_set_state).</summary>
    public void OnTimeout(bool isProbing, int payload)
    {
        _fullBandwidth = 0;
        RateSample sample = new()
        {
            Now = _last.Now,
            LostPackets = 1,
            TotalDelivered = _last.TotalDelivered,
            TotalLost = _last.TotalLost,
            DeliveredAt = _last.DeliveredAt,
        };
        _policer.Update(in sample, isRoundStart: true, isProbing, payload);
    }

    /// <summary>A loss was none: what was concluded from it is forgotten (bbr_undo_cwnd).</summary>
    public void OnUndo()
    {
        _fullBandwidth = 0;
        _fullCount = 0;
        _policer.Reset(in _last);
    }

    /// <summary>The bandwidth-delay product times a gain in 1/256, in packets, rounded up (bbr_bdp).</summary>
    public readonly long Product(PacketRate bandwidth, int gain)
    {
        if (MinimumRtt < 0)
        {
            return InitialWindow;
        }

        Int128 scaled = (Int128)bandwidth.Scaled * MinimumRtt * gain >> 8;
        return (long)((scaled + PacketRate.Unit - 1) / PacketRate.Unit);
    }
}
