using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Results.Recording;
using Results.Statistics;
using static Tests.Results.SampleRun;

namespace Tests.Results;

public class StatisticsTests
{
    // numpy.quantile([1, 2, 3, 4], share): interpolation between order statistics at (n - 1) * share.
    [TestCase(0, 1)]
    [TestCase(0.25, 1.75)]
    [TestCase(0.5, 2.5)]
    [TestCase(0.9, 3.7)]
    [TestCase(1, 4)]
    public void Quantiles_are_interpolated_as_NumPy_does(double share, double expected) =>
        Assert.That(new SampleSummary([4, 2, 1, 3]).Quantile(share), Is.EqualTo(expected).Within(1e-12));

    [Test]
    public void The_confidence_interval_is_that_of_Students_t()
    {
        // 1..10: mean 5.5, variance 82.5 / 9; t(0.975, 9 degrees of freedom) = 2.262157 in every table.
        SampleSummary sample = new(Enumerable.Range(1, 10).Select(value => (double)value));

        Assert.That(sample.Mean, Is.EqualTo(5.5));
        Assert.That(sample.StandardDeviation, Is.EqualTo(Math.Sqrt(82.5 / 9)).Within(1e-12));
        Assert.That(sample.Confidence95, Is.EqualTo(2.262157 * Math.Sqrt(82.5 / 90)).Within(1e-5));
        Assert.That((sample.Count, sample.Minimum, sample.Median, sample.Maximum), Is.EqualTo((10, 1, 5.5, 10)));
    }

    [Test]
    public void A_single_measurement_has_no_spread()
    {
        SampleSummary sample = new([7]);

        Assert.That((sample.Mean, sample.StandardDeviation, sample.Confidence95), Is.EqualTo((7, 0, 0)));
    }

    [Test]
    public void No_measurements_or_no_numbers_are_refused()
    {
        Assert.That(() => new SampleSummary([]), Throws.ArgumentException);
        Assert.That(() => new SampleSummary([1, double.NaN]), Throws.ArgumentException);
    }

    [TestCase(0.5, 0)]
    [TestCase(1, 100)]
    [TestCase(1.5, 150)]
    [TestCase(2, 200)]
    [TestCase(9, 200)]
    public void A_counter_grows_evenly_between_samples_and_stays_after_the_last(double seconds, double expected)
    {
        CounterSeries counter = CounterSeries.Of(new[] { (1.0, 100L), (2.0, 200L) }, s => At(s.Item1), s => s.Item2);

        Assert.That(counter.At(At(seconds)), Is.EqualTo(expected).Within(1e-9));
    }

    [Test]
    public void Rates_come_in_bins_of_half_a_second()
    {
        RunRecord run = FourPhases();
        IReadOnlyList<RatePoint> points = NicRates.Outgoing(run.Nics[0], run);

        Assert.That(points, Has.Count.EqualTo(200));
        Assert.That(points[0].MiddleSeconds, Is.EqualTo(0.25));
        Assert.That(points[49].MegabitsPerSecond, Is.EqualTo(4).Within(1e-9));
        Assert.That(points[50].MegabitsPerSecond, Is.EqualTo(8).Within(1e-9));
        Assert.That(points[^1].To, Is.EqualTo(At(100)));
    }

    [Test]
    public void Bins_are_no_narrower_than_the_samples_are_apart()
    {
        RunRecord run = new()
        {
            Scenario = "coarse",
            Seed = 1,
            Duration = Duration.FromSeconds(5),
            Interval = Duration.FromSeconds(2),
            Stack = "model",
            Phases = [],
            Engine = new EngineRecord(0, 0, 0, 0, 0),
        };
        NicRecord nic = new() { Host = "h", Name = "n", Samples = [default, new(At(2), 250_000, 0, 0, 0, 0)] };

        Assert.That(
            NicRates.Outgoing(nic, run),
            Is.EqualTo(new[] { new RatePoint(At(0), At(2), 1), new(At(2), At(4), 0), new(At(4), At(5), 0) }));
    }
}
