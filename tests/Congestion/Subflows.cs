using System;
using System.Collections.Generic;
using Protocols.Congestion;
using Protocols.Core;

namespace Tests.Congestion;

/// <summary>The subflows of one connection, as far as their coupled controls see them.</summary>
internal sealed class Subflows
{
    private readonly CoupledGroup _group = new();
    private readonly List<Subflow> _subflows = [];

    /// <summary>Subflows in congestion avoidance, one for each pair of window in packets and round-trip time in ms.</summary>
    public static Subflows Of<T>(params (int Window, int Rtt)[] paths)
        where T : CoupledControl, new()
    {
        Subflows subflows = new();
        foreach ((int window, int rtt) in paths)
        {
            subflows.Add(new T(), window, rtt);
        }

        return subflows;
    }

    public Subflow this[int index] => _subflows[index];

    /// <summary>Adds a subflow.</summary>
    public void Add(CoupledControl control, int window, int rtt)
    {
        _subflows.Add(new Subflow(control, window, Duration.FromMilliseconds(rtt)));
        control.Join(_group);
    }

    internal sealed class Subflow : IControlledSender
    {
        private long _acknowledged = 1;

        public Subflow(CoupledControl control, int window, Duration rtt)
        {
            Control = control;
            CongestionWindow = new CongestionWindow(window) { SlowStartThreshold = Math.Min(window, 2) };
            SmoothedRtt = rtt;
            control.Attach(this);
        }

        public CoupledControl Control { get; }

        public CongestionWindow CongestionWindow { get; }

        public CongestionState State { get; set; }

        public Duration SmoothedRtt { get; set; }

        public Duration Rto => Duration.FromSeconds(1);

        public Duration MinimumRtt => SmoothedRtt;

        public int InFlight => 0;

        public int MaximumPayload => 1428;

        public Instant NextDeparture => default;

        public bool IsAppLimited => false;

        public int Window => CongestionWindow.Packets;

        public void LimitByApplication()
        {
        }

        /// <summary>So many packets are acknowledged, one by one, each after the given round-trip time.</summary>
        public void Acknowledge(int packets, Duration? rtt = null, int inFlight = 0)
        {
            for (int i = 0; i < packets; i++)
            {
                AckSample sample = Samples.Acked(1) with
                {
                    Rtt = rtt ?? SmoothedRtt,
                    AckedEnd = ++_acknowledged,
                    SentEnd = _acknowledged + inFlight,
                };
                Control.OnAcknowledged(CongestionWindow, in sample);
                Control.Increase(CongestionWindow, in sample);
            }
        }

        /// <summary>So many bytes were acknowledged at some time before.</summary>
        public void Deliver(int bytes)
        {
            _acknowledged += bytes;
            Control.OnAcknowledged(CongestionWindow, Samples.Acked(1) with { AckedEnd = _acknowledged });
        }

        /// <summary>A loss, and the recovery from it.</summary>
        public void Lose()
        {
            CongestionWindow.Packets = CongestionWindow.SlowStartThreshold = Control.ThresholdAfterLoss(CongestionWindow);
            CongestionWindow.ClearCredits();
        }

        /// <summary>How many packets must be acknowledged until the window changes.</summary>
        public int PacketsUntilChange(out int change)
        {
            int before = Window;
            int packets = 0;
            while (Window == before && packets < 100_000)
            {
                Acknowledge(1);
                packets++;
            }

            change = Window - before;
            return packets;
        }
    }
}
