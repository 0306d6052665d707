using System;
using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Core;

namespace Tests.Congestion;

/// <summary>Two subflows in congestion avoidance; the expected numbers are worked out by hand from each formula.</summary>
public class CoupledControlTests
{
    // RFC 6356: max(w/R^2) / (sum w/R)^2 = (20 / 0.05^2) / (10/0.1 + 20/0.05)^2 = 8000 / 250000 = 1 / 31.25.
    [TestCase(0)]
    [TestCase(1)]
    public void Lia_grows_all_subflows_as_much_as_the_best_one_alone_would(int subflow)
    {
        Subflows subflows = Subflows.Of<Lia>((10, 100), (20, 50));

        Assert.That(subflows[subflow].PacketsUntilChange(out int change), Is.EqualTo(31));
        Assert.That(change, Is.EqualTo(1));
    }

    [Test]
    public void Lia_grows_no_subflow_faster_than_reno()
    {
        // (2 / 0.01^2) / (100/0.1 + 2/0.01)^2 = 20000 / 1200^2 = 1/72, but 1/100 is all that Reno would.
        Subflows subflows = Subflows.Of<Lia>((100, 100), (2, 10));

        Assert.That(subflows[0].PacketsUntilChange(out _), Is.EqualTo(100));
    }

    [Test]
    public void Lia_counts_a_subflow_in_recovery_with_the_window_it_will_have()
    {
        // (20 / 0.1^2) / (20/0.1 + 5/0.1)^2 = 2000 / 250^2 = 1 / 31.25.
        Subflows subflows = Subflows.Of<Lia>((20, 100), (40, 100));
        subflows[1].State = CongestionState.Recovery;
        subflows[1].CongestionWindow.SlowStartThreshold = 5;

        Assert.That(subflows[0].PacketsUntilChange(out _), Is.EqualTo(31));
    }

    [Test]
    public void Olia_moves_window_to_the_path_with_the_longer_distance_between_losses()
    {
        // B = {second}, M = {first}: alpha is -1/2 and +1/2. First: 20/32^2 - 0.5/20 = -1/182.9.
        Subflows subflows = OliaWithBetterSecondPath();
        Assert.That(subflows[0].PacketsUntilChange(out int change), Is.EqualTo(183));
        Assert.That(change, Is.EqualTo(-1));

        // Second: 12/32^2 + 0.5/12 = 1/18.7.
        subflows = OliaWithBetterSecondPath();
        Assert.That(subflows[1].PacketsUntilChange(out change), Is.EqualTo(19));
        Assert.That(change, Is.EqualTo(1));
    }

    [Test]
    public void Olia_moves_nothing_when_the_best_path_has_the_largest_window()
    {
        // alpha = 0: 20 / 31^2 = 1/48.05.
        Subflows subflows = Subflows.Of<Olia>((20, 100), (11, 100));
        subflows[0].Deliver(1_000_000);

        Assert.That(subflows[0].PacketsUntilChange(out int change), Is.EqualTo(49));
        Assert.That(change, Is.EqualTo(1));
    }

    // w = 10: 10 w 30^2 / ((10 + 20)(40 + 20)) = 50; w = 20, the fastest: 20 x 10 x 30^2 / (40 x 100) = 45.
    [TestCase(1, 50)]
    [TestCase(0, 45)]
    public void Balia_grows_by_the_share_of_the_rate(int subflow, int packets)
    {
        Subflows subflows = Subflows.Of<Balia>((20, 100), (10, 100));

        Assert.That(subflows[subflow].PacketsUntilChange(out _), Is.EqualTo(packets));
    }

    // w/2 min(alpha, 1.5): 20 - 10; 10 - 7 (alpha = 2); 16 - 8 x 1.25.
    [TestCase(20, 10, 10, 3)]
    [TestCase(20, 16, 10, 6)]
    public void Balia_takes_more_from_the_slower_path(int fast, int slow, int fastAfter, int slowAfter)
    {
        Subflows subflows = Subflows.Of<Balia>((fast, 100), (slow, 100));
        Assert.That(subflows[0].Control.ThresholdAfterLoss(subflows[0].CongestionWindow), Is.EqualTo(fastAfter));
        Assert.That(subflows[1].Control.ThresholdAfterLoss(subflows[1].CongestionWindow), Is.EqualTo(slowAfter));
    }

    [Test]
    public void Ewtcp_grows_by_one_for_n_squared_windows()
    {
        Subflows subflows = Subflows.Of<Ewtcp>((10, 100), (30, 20), (7, 300));

        Assert.That(subflows[0].PacketsUntilChange(out _), Is.EqualTo(9 * 10));
    }

    [Test]
    public void Coupled_grows_by_one_for_the_total_window_and_loses_half_of_it()
    {
        Subflows subflows = Subflows.Of<Coupled>((20, 100), (10, 10));
        Assert.That(subflows[1].PacketsUntilChange(out _), Is.EqualTo(30));

        subflows = Subflows.Of<Coupled>((20, 100), (10, 10));
        subflows[0].Lose();
        Assert.That(subflows[0].Window, Is.EqualTo(20 - 15));
        subflows[1].Lose();
        Assert.That(subflows[1].Window, Is.EqualTo(10 - 7));
        subflows[1].Lose();
        Assert.That(subflows[1].Window, Is.EqualTo(1), "3 - 4 would be less than a packet");
    }

    [Test]
    public void Semi_coupled_grows_by_one_for_the_total_window_and_loses_half_of_its_own()
    {
        Subflows subflows = Subflows.Of<SemiCoupled>((20, 100), (10, 10));

        Assert.That(subflows[1].PacketsUntilChange(out _), Is.EqualTo(30));
        subflows[0].Lose();
        Assert.That(subflows[0].Window, Is.EqualTo(10));
    }

    [TestCase(typeof(Lia))]
    [TestCase(typeof(Olia))]
    [TestCase(typeof(Balia))]
    [TestCase(typeof(Ewtcp))]
    [TestCase(typeof(Coupled))]
    [TestCase(typeof(SemiCoupled))]
    public void The_only_subflow_behaves_as_reno(Type type)
    {
        CoupledControl control = (CoupledControl)Activator.CreateInstance(type)!;
        Subflows.Subflow alone = new(control, 10, Samples.Rtt);

        Assert.That(alone.PacketsUntilChange(out int change), Is.EqualTo(10));
        Assert.That(change, Is.EqualTo(1));
        alone.Lose();
        Assert.That(alone.Window, Is.EqualTo(11 / 2));
    }

    [Test]
    public void A_subflow_counts_from_its_handshake_to_its_end()
    {
        Subflows subflows = Subflows.Of<SemiCoupled>((10, 100), (20, 100));
        subflows[1].SmoothedRtt = Duration.Zero;
        Assert.That(subflows[0].PacketsUntilChange(out _), Is.EqualTo(10), "the second one's handshake is not complete");

        subflows[1].SmoothedRtt = Samples.Rtt;
        Assert.That(subflows[0].PacketsUntilChange(out _), Is.EqualTo(11 + 20));

        subflows[1].Control.Leave();
        Assert.That(subflows[0].PacketsUntilChange(out _), Is.EqualTo(12), "the second one is over");
    }

    [Test]
    public void Slow_start_is_not_coupled()
    {
        Subflows subflows = Subflows.Of<Lia>((10, 100), (20, 50));
        subflows[0].CongestionWindow.SlowStartThreshold = CongestionWindow.Infinite;

        subflows[0].Acknowledge(5);

        Assert.That(subflows[0].Window, Is.EqualTo(15));
    }

    private static Subflows OliaWithBetterSecondPath()
    {
        Subflows subflows = Subflows.Of<Olia>((20, 100), (12, 100));
        subflows[1].Deliver(1_000_000);
        return subflows;
    }
}
