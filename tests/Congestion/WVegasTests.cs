using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Core;

namespace Tests.Congestion;

/// <summary>
/// Subflows with a base round-trip time of 100 ms. Each round has five acknowledgments; the last one ends it.
/// </summary>
public class WVegasTests
{
    // Packets in the queue: w (rtt - base) / rtt. The target of the only subflow is all ten of the connection.
    [TestCase(100, 100, 101)]
    [TestCase(100, 105, 101)]
    [TestCase(115, 110, 115)]
    [TestCase(100, 120, 99)]
    public void The_window_approaches_ten_packets_in_the_queue(int window, int rtt, int after)
    {
        Subflows subflows = Subflows.Of<WVegas>((window, 100));
        LearnBase(subflows[0]);

        Round(subflows[0], rtt);

        Assert.That(subflows[0].Window, Is.EqualTo(after));
    }

    [Test]
    public void A_subflow_aims_at_its_share_of_the_rate()
    {
        // Rates of 99 / 120 ms and 299 / 110 ms: the first one's weight is 0.23, its target 2 instead of 10.
        Subflows subflows = Subflows.Of<WVegas>((100, 100), (300, 100));
        LearnBase(subflows[0]);
        LearnBase(subflows[1]);
        Round(subflows[0], 120);
        Acknowledge(subflows[0], 1, 120);
        Round(subflows[1], 110);
        Assert.That(subflows[1].Window, Is.EqualTo(299), "27 packets are queued");

        Acknowledge(subflows[1], 1, 110);
        Acknowledge(subflows[0], 4, 120);
        Assert.That(subflows[0].Window, Is.EqualTo(98), "16 packets were queued, twice");

        Round(subflows[0], 105);
        Assert.That(subflows[0].Window, Is.EqualTo(97), "4 packets are queued");
    }

    [Test]
    public void A_queue_twice_as_long_as_at_its_shortest_is_drained()
    {
        Subflows subflows = Subflows.Of<WVegas>((100, 100));
        LearnBase(subflows[0]);
        Round(subflows[0], 104);
        Assert.That(subflows[0].Window, Is.EqualTo(101));

        // w base / (2 rtt) = 102 x 100 / 220.
        Round(subflows[0], 110);

        Assert.That(subflows[0].Window, Is.EqualTo(46));
    }

    [Test]
    public void Slow_start_ends_when_more_than_one_packet_is_queued()
    {
        Subflows subflows = Subflows.Of<WVegas>((50, 100));
        subflows[0].CongestionWindow.SlowStartThreshold = CongestionWindow.Infinite;
        LearnBase(subflows[0]);

        Round(subflows[0], 110);

        // 51 from the first packet, 55 at the end of the round; then 55 x 100 / 110 and one more.
        Assert.That(subflows[0].Window, Is.EqualTo(51));
        Assert.That(subflows[0].CongestionWindow.InSlowStart, Is.False);
    }

    [Test]
    public void Outside_of_the_open_state_it_grows_as_reno_does()
    {
        Subflows subflows = Subflows.Of<WVegas>((10, 100));
        subflows[0].State = CongestionState.Disorder;

        Assert.That(subflows[0].PacketsUntilChange(out int change), Is.EqualTo(10));
        Assert.That(change, Is.EqualTo(1));
    }

    // The first packet ends a round of one sample, too few to judge by.
    private static void LearnBase(Subflows.Subflow subflow) => Acknowledge(subflow, 1, 100);

    private static void Round(Subflows.Subflow subflow, int rtt) => Acknowledge(subflow, 5, rtt);

    private static void Acknowledge(Subflows.Subflow subflow, int packets, int rtt) =>
        subflow.Acknowledge(packets, Duration.FromMilliseconds(rtt), inFlight: 4);
}
