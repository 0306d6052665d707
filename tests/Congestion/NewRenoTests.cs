using NUnit.Framework;
using Protocols.Congestion;

namespace Tests.Congestion;

public class NewRenoTests
{
    private readonly NewReno _reno = new();

    [Test]
    public void Slow_start_adds_one_packet_for_each_one_acknowledged()
    {
        CongestionWindow window = new(10);

        _reno.Increase(window, Samples.Acked(4));

        Assert.That(window.Packets, Is.EqualTo(14));
    }

    [Test]
    public void Slow_start_ends_at_the_threshold_and_the_rest_counts_for_congestion_avoidance()
    {
        CongestionWindow window = new(10) { SlowStartThreshold = 12 };

        _reno.Increase(window, Samples.Acked(2 + 12));

        Assert.That(window.Packets, Is.EqualTo(13), "2 packets to the threshold, then a whole window for one more");
    }

    [Test]
    public void Congestion_avoidance_adds_one_packet_for_each_window_acknowledged()
    {
        CongestionWindow window = new(10) { SlowStartThreshold = 10 };
        int acked = 0;
        while (window.Packets < 20)
        {
            _reno.Increase(window, Samples.Acked(1));
            acked++;
        }

        // RFC 5681, 3.1: 10 + 11 + ... + 19 packets.
        Assert.That(acked, Is.EqualTo(145));
    }

    [Test]
    public void The_window_does_not_grow_while_it_is_not_the_limit()
    {
        CongestionWindow window = new(10);

        _reno.Increase(window, Samples.Acked(5) with { IsWindowLimited = false });

        Assert.That(window.Packets, Is.EqualTo(10));
    }

    [TestCase(21, 10)]
    [TestCase(20, 10)]
    [TestCase(3, 2)]
    [TestCase(1, 2)]
    public void A_loss_halves_the_window_to_two_packets_at_least(int window, int threshold)
    {
        Assert.That(_reno.ThresholdAfterLoss(new CongestionWindow(window)), Is.EqualTo(threshold));
    }
}
