using System;
using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Core;

namespace Tests.Congestion;

/// <summary>
/// BBR on a path of 100 ms that delivers one packet in a millisecond, so that 100 packets are its bandwidth-delay
/// product; the tests write its samples by hand.
/// </summary>
public class BbrTests
{
    private const int Payload = 1000;
    private const long PathRate = 1_000_000;

    private Sender _sender = null!;
    private Bbr _bbr = null!;
    private Instant _now;
    private long _delivered;

    [SetUp]
    public void Start()
    {
        _sender = new Sender();
        _delivered = 0;
        _bbr = new Bbr();
        _bbr.Attach(_sender);
        _bbr.Seed(1);
        _now = Instant.Zero + Duration.FromSeconds(1);
        _bbr.OnTransmitStart(_now, _now);
    }

    [Test]
    public void It_starts_with_the_initial_window_in_a_round_trip_times_the_high_gain()
    {
        // 10 packets of 1000 bytes in 100 ms, times 2885/1000 rounded up in 1/256, less 1 %.
        Assert.That(_bbr.PacingRate, Is.EqualTo(100_000 * (739 / 256.0) * 0.99).Within(0.1).Percent);
    }

    [Test]
    public void Startup_paces_at_the_high_gain_and_doubles_the_window_in_a_round()
    {
        Round(packets: 10, rate: 0.1);
        Assert.That(_sender.Window, Is.EqualTo(20));
        Round(packets: 20, rate: 0.2);
        Assert.That(_sender.Window, Is.EqualTo(40));
        Assert.That(_bbr.PacingRate, Is.EqualTo(0.2 * PathRate * (739 / 256.0) * 0.99).Within(0.1).Percent);
    }

    [Test]
    public void Startup_ends_when_the_rate_has_not_grown_by_a_quarter_for_three_rounds()
    {
        _sender.InFlight = 300;
        Round(packets: 100, rate: 1);
        Round(packets: 100, rate: 1.2);
        Round(packets: 100, rate: 1.2);
        Assert.That(Gain(1.2), Is.EqualTo(739));

        Round(packets: 100, rate: 1.2);

        Assert.That(Gain(1.2), Is.EqualTo(256 * 1000 / 2885), "the third round without growth: draining");
    }

    [Test]
    public void Rates_that_the_application_limits_do_not_end_startup()
    {
        for (int i = 0; i < 10; i++)
        {
            Round(packets: 100, rate: 1, isAppLimited: true);
        }

        Assert.That(Gain(1), Is.EqualTo(739));
    }

    [Test]
    public void The_steady_state_probes_yields_and_cruises_in_turn()
    {
        FillPipe();
        List<int> gains = [];
        for (int i = 0; i < 16; i++)
        {
            // In flight is what the gain asks for; a phase lasts for longer than the smallest round-trip time.
            _sender.InFlight = 140;
            Round(packets: 100, rate: 1, roundTrip: 101);
            gains.Add(Gain(1));
        }

        int probe = gains.IndexOf(320);
        Assert.That(gains[probe..(probe + 8)], Is.EqualTo((int[])[320, 192, 256, 256, 256, 256, 256, 256]));
    }

    [Test]
    public void The_steady_window_is_two_products_the_bursts_of_the_hosts_and_what_is_acknowledged_at_once()
    {
        FillPipe();
        _sender.InFlight = 100;

        Round(packets: 100, rate: 1);
        Round(packets: 100, rate: 1);

        // ceil(2 x 1.0 x 100 packets) + 100 acknowledged at once + 3 bursts of 2, and 2 more in the phase that probes.
        Assert.That(_sender.Window, Is.EqualTo(306).Or.EqualTo(308));
    }

    [Test]
    public void After_ten_seconds_without_a_smaller_round_trip_the_window_is_four_for_200_ms()
    {
        FillPipe();
        Instant measured = _now;
        while (_sender.Window > 4)
        {
            Round(packets: 10, rate: 1, rtt: 110);
        }

        // The smallest one was confirmed with the last sample of 100 ms.
        Assert.That(_now - measured, Is.EqualTo(Duration.FromSeconds(10.1)));

        _sender.InFlight = 4;
        Round(packets: 4, rate: 0.1, rtt: 100);
        Instant drained = _now;
        while (_sender.Window == 4)
        {
            Round(packets: 4, rate: 0.1, rtt: 100);
        }

        Assert.That(_now - drained, Is.EqualTo(Duration.FromMilliseconds(300)), "the first round after more than 200 ms");
        Assert.That(_sender.Window, Is.GreaterThan(100), "the window before is back");
    }

    [Test]
    public void A_recovery_begins_by_conserving_packets_and_ends_with_the_window_from_before()
    {
        FillPipe();
        Round(packets: 100, rate: 1);
        int before = _sender.Window;
        _bbr.ThresholdAfterLoss(_sender.CongestionWindow);
        _sender.State = CongestionState.Recovery;
        _sender.InFlight = 50;

        Acknowledge(packets: 2, lost: 1);
        Assert.That(_sender.Window, Is.EqualTo(52), "what is in flight, and as much as was delivered");

        _sender.State = CongestionState.Open;
        Round(packets: 100, rate: 1);
        Assert.That(_sender.Window, Is.EqualTo(before).Within(2));
    }

    [Test]
    public void Steady_heavy_loss_at_a_constant_rate_is_taken_for_a_policer()
    {
        FillPipe();
        for (int i = 0; i < 10; i++)
        {
            // A third of what is delivered is lost: more than 50/256.
            Round(packets: 50, rate: 1.5, lost: 17, roundTrip: 100);
        }

        // 50 packets in each 100 ms, whatever the samples say.
        Assert.That(Gain(0.5), Is.EqualTo(256));
    }

    [Test]
    public void What_follows_an_idle_time_is_paced_at_the_bandwidth_whatever_the_phase()
    {
        // bbr_cwnd_event, CA_EVENT_TX_START: a pipe that is empty needs no probe.
        FillPipe();
        _sender.InFlight = 140;
        while (Gain(1) != 320)
        {
            Round(packets: 100, rate: 1, roundTrip: 101);
        }

        _sender.IsAppLimited = true;
        _bbr.OnTransmitStart(_now + Duration.FromSeconds(2), _now);

        Assert.That(Gain(1), Is.EqualTo(256));
    }

    [Test]
    public void A_timeout_ends_with_the_window_from_before()
    {
        // bbr_save_cwnd when tcp_enter_loss asks for the threshold, bbr_set_cwnd_to_recover_or_restore when it is over.
        FillPipe();
        Round(packets: 100, rate: 1);
        int before = _sender.Window;
        _bbr.ThresholdAfterLoss(_sender.CongestionWindow);
        _bbr.OnTimeout(_sender.CongestionWindow);
        _sender.CongestionWindow.Packets = 1;
        _sender.State = CongestionState.Loss;
        _sender.InFlight = 1;
        Round(packets: 1, rate: 0.01);
        Assert.That(_sender.Window, Is.LessThan(10));

        _sender.State = CongestionState.Open;
        Round(packets: 2, rate: 0.02);
        Assert.That(_sender.Window, Is.GreaterThanOrEqualTo(before - 2), "the window is restored, but for the phase that probes");
    }

    // Gain in 1/256 that the pacing rate has over a bandwidth in units of the path's, less the margin of 1 %.
    private int Gain(double bandwidth) => (int)Math.Round(_bbr.PacingRate / (bandwidth * PathRate * 0.99) * 256);

    private void FillPipe()
    {
        _sender.InFlight = 300;
        for (int i = 0; i < 4; i++)
        {
            Round(packets: 100, rate: 1);
        }

        _sender.InFlight = 50;
        Round(packets: 100, rate: 1);
    }

    /// <summary>One acknowledgment that ends a round, and a rate in units of the path's.</summary>
    private void Round(
        int packets, double rate, int lost = 0, bool isAppLimited = false, int roundTrip = 100, int rtt = 100)
    {
        long prior = _delivered;
        _now += Duration.FromMilliseconds(roundTrip);
        _delivered += packets;
        _sender.LostEver += lost;
        Control(packets, lost, prior, Duration.FromSeconds(packets / rate / 1000), rtt, isAppLimited);
    }

    /// <summary>An acknowledgment within a round.</summary>
    private void Acknowledge(int packets, int lost)
    {
        _delivered += packets;
        _sender.LostEver += lost;
        Control(packets, lost, prior: _delivered - 100, Duration.FromMilliseconds(100), rtt: 100, isAppLimited: false);
    }

    private void Control(int packets, int lost, long prior, Duration interval, int rtt, bool isAppLimited)
    {
        RateSample sample = new()
        {
            Now = _now,
            AckedPackets = packets,
            LostPackets = lost,
            PriorInFlight = _sender.InFlight,
            Rtt = Duration.FromMilliseconds(rtt),
            Delivered = (int)(_delivered - prior),
            Interval = interval,
            PriorDelivered = prior,
            IsAppLimited = isAppLimited,
            TotalDelivered = _delivered,
            TotalLost = _sender.LostEver,
            DeliveredAt = _now,
        };
        _bbr.Control(_sender.CongestionWindow, in sample);
    }

    private sealed class Sender : IControlledSender
    {
        public CongestionWindow CongestionWindow { get; } = new(10);

        public CongestionState State { get; set; }

        public Duration SmoothedRtt => Duration.FromMilliseconds(100);

        public Duration Rto => Duration.FromMilliseconds(300);

        public Duration MinimumRtt => Duration.FromMilliseconds(100);

        public int InFlight { get; set; }

        public int MaximumPayload => Payload;

        public Instant NextDeparture => default;

        public bool IsAppLimited { get; set; }

        public long LostEver { get; set; }

        public int Window => CongestionWindow.Packets;

        public void LimitByApplication()
        {
        }
    }
}
