using System;
using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>BBR version 1 (Cardwell et al., ACM Queue 2016), as in Linux (net/ipv4/tcp_bbr.c).</summary>
/// <remarks>
/// Paces at the highest delivery rate of the last ten round trips, and keeps about two bandwidth-delay products in
/// flight. Every ten seconds without a new smallest round-trip time it drains the path to measure it anew. Linux counts
/// ten seconds and 200 ms in ticks; here they are exact.
/// </remarks>
public sealed class Bbr : IRateControl, ISenderAware, IRandomized
{
    private const int Unit = 256;
    private const int HighGain = Unit * 2885 / 1000 + 1;
    private const int DrainGain = Unit * 1000 / 2885;
    private const int WindowGain = Unit * 2;
    private const int LowestWindow = 4;
    private const int InitialWindow = 10;
    private const int RandomPhases = 7;
    private static readonly Duration _probeRttTime = Duration.FromMilliseconds(200);

    // One phase in each smallest round-trip time: probe for more, yield, then cruise (bbr_pacing_gain).
    private static readonly int[] _cycle = [Unit * 5 / 4, Unit * 3 / 4, Unit, Unit, Unit, Unit, Unit, Unit];

    private IControlledSender _sender = null!;
    private RandomStream _random = new(0);
    private BbrPath _path;
    private AckAggregation _aggregation;
    private BbrMode _mode;
    private CongestionState _previousState;
    private bool _hasStarted;
    private bool _hasSeenRtt;
    private bool _conservesPackets;
    private bool _isRestarting;
    private bool _probeRttRoundDone;
    private int _pacingGain = HighGain;
    private int _windowGain = HighGain;
    private int _phase;
    private int _priorWindow;
    private Instant _phaseStart;
    private Instant? _probeRttEnd;

    private enum BbrMode
    {
        Startup,
        Drain,
        ProbeBandwidth,
        ProbeRtt,
    }

    /// <inheritdoc/>
    public string Name => "bbr";

    /// <inheritdoc/>
    public long PacingRate { get; private set; } = 1;

    /// <inheritdoc/>
    public int SendBufferWindows => 3;

    /// <inheritdoc/>
    public void Attach(IControlledSender sender) => _sender = sender;

    /// <inheritdoc/>
    public void Seed(ulong seed) => _random = new RandomStream(seed);

    /// <inheritdoc/>
    public void OnAcknowledged(CongestionWindow window, in AckSample sample)
    {
    }

    /// <inheritdoc/>
    public void Increase(CongestionWindow window, in AckSample sample)
    {
    }

    /// <inheritdoc/>
    public int ThresholdAfterLoss(CongestionWindow window)
    {
        SaveWindow(window);
        return window.SlowStartThreshold;
    }

    /// <inheritdoc/>
    public int WindowAfterUndo(CongestionWindow window, int priorPackets)
    {
        _path.OnUndo();
        return window.Packets;
    }

    /// <inheritdoc/>
    public void OnTimeout(CongestionWindow window)
    {
        _previousState = CongestionState.Loss;
        _path.OnTimeout(_mode == BbrMode.ProbeBandwidth, _sender.MaximumPayload);
    }

    /// <inheritdoc/>
    public void OnTransmitStart(Instant now, Instant lastSent)
    {
        if (!_hasStarted)
        {
            Start(now);
        }

        if (!_sender.IsAppLimited)
        {
            return;
        }

        _isRestarting = true;
        _aggregation.Restart(now);
        if (_mode == BbrMode.ProbeBandwidth)
        {
            SetPacingRate(Unit);
        }
        else if (_mode == BbrMode.ProbeRtt)
        {
            EndProbeRttWhenDone(_sender.CongestionWindow, now);
        }
    }

    /// <inheritdoc/>
    public void Control(CongestionWindow window, in RateSample sample)
    {
        if (_path.UpdateBandwidth(in sample, _mode == BbrMode.ProbeBandwidth, _sender.MaximumPayload))
        {
            ProbeBandwidth(sample.DeliveredAt);
        }

        _conservesPackets &= !_path.IsRoundStart;
        if (sample.IsValid && sample.AckedPackets > 0)
        {
            _aggregation.Update(in sample, _path.Bandwidth, _path.IsRoundStart, window.Packets);
        }

        if (_mode == BbrMode.ProbeBandwidth && IsPhaseOver(in sample))
        {
            NextPhase(sample.DeliveredAt);
        }

        _path.CheckFull(in sample);
        CheckDrained(window, in sample);
        UpdateMinimumRtt(window, in sample);
        UpdateGains();
        SetPacingRate(_pacingGain);
        SetWindow(window, in sample);
    }

    private void Start(Instant now)
    {
        _hasStarted = true;
        _path.Start(_sender.MinimumRtt, now);
        _aggregation.Restart(now);
        SetInitialPacingRate();
    }

    // Before the first sample of the bandwidth: the initial window in a round trip, or in 1 ms.
    private void SetInitialPacingRate()
    {
        _hasSeenRtt = _sender.SmoothedRtt > Duration.Zero;
        long rtt = _hasSeenRtt ? Math.Max(_sender.SmoothedRtt.WholeMicroseconds, 1) : 1000;
        PacketRate rate = PacketRate.Of(_sender.CongestionWindow.Packets, rtt);
        PacingRate = Math.Max(rate.BytesPerSecond(_sender.MaximumPayload, HighGain), 1);
    }

    private bool IsPhaseOver(in RateSample sample)
    {
        bool isFullLength = (sample.DeliveredAt - _phaseStart).WholeMicroseconds > _path.MinimumRtt;
        if (_pacingGain == Unit)
        {
            return isFullLength;
        }

        long inFlight = PacketsAtNextDeparture(sample.PriorInFlight, sample.Now);
        if (_pacingGain > Unit)
        {
            return isFullLength && (sample.LostPackets > 0 || inFlight >= Inflight(_pacingGain));
        }

        return isFullLength || inFlight <= Inflight(Unit);
    }

    // Packets that will be in the network when pacing lets the next one go (bbr_packets_in_net_at_edt).
    private long PacketsAtNextDeparture(int inFlight, Instant now)
    {
        Instant departure = Instant.Max(_sender.NextDeparture, now);
        long delivered = _path.Bandwidth.PacketsIn((departure - now).WholeMicroseconds);
        long then = inFlight + (_pacingGain > Unit ? BurstPackets() : 0);
        return Math.Max(then - delivered, 0);
    }

    private void NextPhase(Instant now)
    {
        _phase = (_phase + 1) % _cycle.Length;
        _phaseStart = now;
    }

    private void ProbeBandwidth(Instant now)
    {
        // Any phase but the one that yields may be the first (bbr_reset_probe_bw_mode).
        _mode = BbrMode.ProbeBandwidth;
        _phase = _cycle.Length - 1 - _random.NextInt(RandomPhases);
        NextPhase(now);
    }

    private void CheckDrained(CongestionWindow window, in RateSample sample)
    {
        if (_mode == BbrMode.Startup && _path.IsFull)
        {
            _mode = BbrMode.Drain;
            window.SlowStartThreshold = (int)Inflight(Unit);
        }

        if (_mode == BbrMode.Drain && PacketsAtNextDeparture(_sender.InFlight, sample.Now) <= Inflight(Unit))
        {
            ProbeBandwidth(sample.DeliveredAt);
        }
    }

    private void UpdateMinimumRtt(CongestionWindow window, in RateSample sample)
    {
        bool isExpired = _path.UpdateMinimumRtt(in sample);
        if (isExpired && !_isRestarting && _mode != BbrMode.ProbeRtt)
        {
            _mode = BbrMode.ProbeRtt;
            SaveWindow(window);
            _probeRttEnd = null;
        }

        if (_mode == BbrMode.ProbeRtt)
        {
            ContinueProbeRtt(window, in sample);
        }

        // Only a delivery ends the restart, not an acknowledgment that tells no rate.
        if (sample.Delivered > 0)
        {
            _isRestarting = false;
        }
    }

    private void ContinueProbeRtt(CongestionWindow window, in RateSample sample)
    {
        _sender.LimitByApplication();
        if (_probeRttEnd is null)
        {
            if (_sender.InFlight <= LowestWindow)
            {
                _probeRttEnd = sample.Now + _probeRttTime;
                _probeRttRoundDone = false;
                _path.BeginRound(in sample);
            }

            return;
        }

        _probeRttRoundDone |= _path.IsRoundStart;
        if (_probeRttRoundDone)
        {
            EndProbeRttWhenDone(window, sample.Now);
        }
    }

    private void EndProbeRttWhenDone(CongestionWindow window, Instant now)
    {
        if (_probeRttEnd is null || now <= _probeRttEnd)
        {
            return;
        }

        _path.ConfirmMinimumRtt(now);
        window.Packets = Math.Max(window.Packets, _priorWindow);
        if (_path.IsFull)
        {
            ProbeBandwidth(now);
        }
        else
        {
            _mode = BbrMode.Startup;
        }
    }

    private void UpdateGains()
    {
        (_pacingGain, _windowGain) = _mode switch
        {
            BbrMode.Startup => (HighGain, HighGain),
            BbrMode.Drain => (DrainGain, HighGain),
            BbrMode.ProbeBandwidth => (_path.IsPoliced ? Unit : _cycle[_phase], WindowGain),
            _ => (Unit, Unit),
        };
    }

    private void SetPacingRate(int gain)
    {
        if (!_hasSeenRtt && _sender.SmoothedRtt > Duration.Zero)
        {
            SetInitialPacingRate();
        }

        long rate = Math.Max(_path.Bandwidth.BytesPerSecond(_sender.MaximumPayload, gain), 1);
        if (_path.IsFull || rate > PacingRate)
        {
            PacingRate = rate;
        }
    }

    // A window that was good, to come back to after a loss or a measurement (bbr_save_cwnd).
    private void SaveWindow(CongestionWindow window) =>
        _priorWindow = _previousState < CongestionState.Recovery && _mode != BbrMode.ProbeRtt
            ? window.Packets
            : Math.Max(_priorWindow, window.Packets);

    private void SetWindow(CongestionWindow window, in RateSample sample)
    {
        if (sample.AckedPackets > 0 && !RecoversOrRestores(window, in sample))
        {
            long target = _path.Product(_path.Bandwidth, _windowGain) + (_path.IsFull ? _aggregation.ExtraPackets(_path.Bandwidth) : 0);
            target = WithBudget(target);
            long packets = window.Packets;
            if (_path.IsFull)
            {
                packets = Math.Min(packets + sample.AckedPackets, target);
            }
            else if (packets < target || sample.TotalDelivered < InitialWindow)
            {
                packets += sample.AckedPackets;
            }

            window.Packets = (int)Math.Max(packets, LowestWindow);
        }

        if (_mode == BbrMode.ProbeRtt)
        {
            window.Packets = Math.Min(window.Packets, LowestWindow);
        }
    }

    // The first round of a recovery sends a packet for a packet; its end brings the old window back
    // (bbr_set_cwnd_to_recover_or_restore).
    private bool RecoversOrRestores(CongestionWindow window, in RateSample sample)
    {
        CongestionState state = _sender.State;
        int packets = Math.Max(window.Packets - sample.LostPackets, 1);
        if (state == CongestionState.Recovery && _previousState != CongestionState.Recovery)
        {
            _conservesPackets = true;
            _path.BeginRound(in sample);
            packets = _sender.InFlight + sample.AckedPackets;
        }
        else if (_previousState >= CongestionState.Recovery && state < CongestionState.Recovery)
        {
            packets = Math.Max(packets, _priorWindow);
            _conservesPackets = false;
        }

        _previousState = state;
        window.Packets = _conservesPackets ? Math.Max(packets, _sender.InFlight + sample.AckedPackets) : packets;
        return _conservesPackets;
    }

    private long Inflight(int gain) => WithBudget(_path.Product(_path.HighestBandwidth, gain));

    // Room for the bursts of the sending and the receiving host (bbr_quantization_budget).
    private long WithBudget(long packets)
    {
        packets = (packets + 3 * BurstPackets() + 1) & ~1L;
        return _mode == BbrMode.ProbeBandwidth && _phase == 0 ? packets + 2 : packets;
    }

    // How many packets Linux would put into one burst: those of a millisecond (bbr_tso_segs_goal).
    private long BurstPackets()
    {
        const long MillisecondShift = 10;
        const long LongestBurst = 65_536 - 1 - 320;
        const long LowRate = 1_200_000 / 8;
        const long MostPackets = 0x7F;
        long bytes = Math.Min(PacingRate >> (int)MillisecondShift, LongestBurst);
        long packets = Math.Max(bytes / _sender.MaximumPayload, PacingRate < LowRate ? 1 : 2);
        return Math.Min(packets, MostPackets);
    }
}
