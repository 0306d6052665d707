using System;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Sim.Network;

namespace Tests.Network;

public class RateTraceTests
{
    // mm-link: a trace with the single line "1" is one packet each millisecond, 12 Mbit/s.
    [Test]
    public void A_single_line_repeats_for_ever()
    {
        DeliveryTrace trace = new([1]);

        Assert.That(new[] { 0L, 1, 2, 1_000_000 }.Select(trace.At), Is.EqualTo(new[] { Ms(1), Ms(2), Ms(3), Ms(1_000_001) }));
        Assert.That(trace.MeanRate, Is.EqualTo(new BitRate(8 * 1_504 * 1_000)));
    }

    // link_queue.cc, use_a_delivery_opportunity: the times of the next round count from the last time of this one.
    [Test]
    public void A_round_begins_at_the_last_instant_of_the_round_before()
    {
        DeliveryTrace trace = new([0, 3, 3, 10]);

        Assert.That(Enumerable.Range(0, 9).Select(i => trace.At(i)), Is.EqualTo(new[]
        {
            Ms(0), Ms(3), Ms(3), Ms(10), Ms(10), Ms(13), Ms(13), Ms(20), Ms(20),
        }));
    }

    [TestCase(0, 0)]
    [TestCase(0.5, 1)]
    [TestCase(3, 1)]
    [TestCase(3.001, 3)]
    [TestCase(10, 3)]
    [TestCase(10.1, 5)]
    [TestCase(20, 7)]
    [TestCase(1_000_020, 400_007)]
    public void The_first_opportunity_from_an_instant_on_is_found(double milliseconds, long number)
    {
        DeliveryTrace trace = new([0, 3, 3, 10]);

        Assert.That(trace.FirstFrom(Ms(milliseconds)), Is.EqualTo(number));
    }

    [Test]
    public void A_trace_that_lasts_no_time_or_goes_back_is_refused()
    {
        Assert.That(() => new DeliveryTrace([]), Throws.ArgumentException);
        Assert.That(() => new DeliveryTrace([0, 0]), Throws.ArgumentException);
        Assert.That(() => new DeliveryTrace([5, 3]), Throws.ArgumentException);
        Assert.That(() => new DeliveryTrace([-1, 3]), Throws.ArgumentException);
    }

    [Test]
    public void A_table_gives_the_rate_of_an_instant_and_begins_again_after_its_period()
    {
        RateTable table = new([(Duration.Zero, Mbit(8)), (S(2), Mbit(0)), (S(3), Mbit(2))], S(4));

        Assert.That(table.At(Ms(1_999)), Is.EqualTo((Mbit(8), Ms(2_000))));
        Assert.That(table.At(Ms(2_000)), Is.EqualTo((Mbit(0), Ms(3_000))));
        Assert.That(table.At(Ms(3_500)), Is.EqualTo((Mbit(2), Ms(4_000))));
        Assert.That(table.At(Ms(9_000)), Is.EqualTo((Mbit(8), Ms(10_000))));

        // (2 x 8 + 1 x 0 + 1 x 2) / 4
        Assert.That(table.MeanRate, Is.EqualTo(Mbit(4.5)));
    }

    [Test]
    public void Without_a_period_the_last_rate_stays()
    {
        RateTable table = new([(Duration.Zero, Mbit(8)), (S(2), Mbit(1))]);

        Assert.That(table.At(Ms(50_000)), Is.EqualTo((Mbit(1), Instant.Never)));
    }

    [Test]
    public void A_table_that_begins_late_or_never_sends_is_refused()
    {
        Assert.That(() => new RateTable([(S(1), Mbit(1))]), Throws.ArgumentException);
        Assert.That(() => new RateTable([(Duration.Zero, Mbit(1)), (S(2), Mbit(2))], S(2)), Throws.ArgumentException);
        Assert.That(() => new RateTable([(Duration.Zero, Mbit(1)), (S(2), Mbit(2)), (S(2), Mbit(3))]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new RateTable([(Duration.Zero, Mbit(0))]), Throws.InstanceOf<ArgumentException>());
    }

    // Gilbert and Elliott: bad for p / (p + r) of the time.
    [TestCase(0.01, 0.25, 1.0, 0.0, 0.01 / 0.26)]
    [TestCase(0.1, 0.3, 0.5, 0.02, 0.25 * 0.5 + 0.75 * 0.02)]
    [TestCase(0, 1, 0, 0.03, 0.03)]
    public void The_mean_loss_follows_from_the_stationary_distribution(double p, double r, double lossInBad, double lossInGood, double mean)
    {
        Assert.That(new LossModel(p, r, lossInBad, lossInGood).MeanLoss, Is.EqualTo(mean).Within(1e-12));
    }

    private static Instant Ms(double milliseconds) => Instant.Zero + Duration.FromSeconds(milliseconds / 1_000);

    private static Duration S(double seconds) => Duration.FromSeconds(seconds);

    private static BitRate Mbit(double megabits) => BitRate.FromMegabitsPerSecond(megabits);
}
