using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Results.Statistics;

namespace Tests.Results;

public class ConfidenceIntervalTests
{
    // Student, "The probable error of a mean" (1908): additional hours of sleep, differences of two drugs.
    private static readonly double[] _sleep = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4];

    // Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), table 2.1: survival of treated mice in days.
    private static readonly double[] _mice = [94, 197, 16, 38, 99, 141, 23];

    [Test]
    public void The_mean_of_students_sleep_data_has_the_interval_that_R_prints()
    {
        // R: t.test(extra ~ group, data = sleep, paired = TRUE)
        ConfidenceInterval mean = ConfidenceInterval.OfMean(_sleep);
        Assert.That(mean.Estimate, Is.EqualTo(1.58).Within(1e-9));
        Assert.That(mean.Low, Is.EqualTo(0.7001142).Within(1e-6));
        Assert.That(mean.High, Is.EqualTo(2.4598858).Within(1e-6));
    }

    [Test]
    public void One_value_has_a_mean_and_no_interval()
    {
        ConfidenceInterval mean = ConfidenceInterval.OfMean([3]);
        Assert.That((mean.Estimate, double.IsNaN(mean.Low), double.IsNaN(mean.High)), Is.EqualTo((3.0, true, true)));
    }

    // Conover, "Practical Nonparametric Statistics", table of the sign test: order statistics for the median at 95 %.
    [TestCase(5, 0, 0)]
    [TestCase(6, 1, 6)]
    [TestCase(10, 2, 9)]
    [TestCase(20, 6, 15)]
    [TestCase(25, 8, 18)]
    public void The_interval_of_the_median_lies_between_these_values_in_order(int count, int low, int high)
    {
        ConfidenceInterval median = ConfidenceInterval.OfMedian([.. Enumerable.Range(1, count).Select(value => (double)value)]);
        Assert.That(median.Estimate, Is.EqualTo((count + 1) / 2.0));
        if (low == 0)
        {
            Assert.That(median.Low, Is.NaN);
        }
        else
        {
            Assert.That((median.Low, median.High), Is.EqualTo(((double)low, (double)high)));
        }
    }

    [Test]
    public void The_bootstrap_of_the_mice_agrees_with_all_samples_there_are()
    {
        // There are 7^7 equally probable samples; their means in order are the exact bootstrap distribution.
        double[] all = [.. Samples(_mice.Length).Select(sum => sum / _mice.Length).Order()];
        ConfidenceInterval mean = ConfidenceInterval.Bootstrap(
            _mice, values => values.Average(), new RandomStream(1).Fork("bootstrap"), resamples: 40_000);
        Assert.That(mean.Estimate, Is.EqualTo(86.857).Within(0.001));
        Assert.That(mean.Low, Is.EqualTo(Quantile.Of(all, 0.025)).Within(1));
        Assert.That(mean.High, Is.EqualTo(Quantile.Of(all, 0.975)).Within(1));
    }

    [Test]
    public void The_same_stream_of_random_numbers_gives_the_same_bootstrap()
    {
        ConfidenceInterval With(string name) => ConfidenceInterval.Bootstrap(_mice, Mean, new RandomStream(7).Fork(name));
        ConfidenceInterval first = With("a");
        Assert.That(With("a"), Is.EqualTo(first));
        Assert.That(With("b"), Is.Not.EqualTo(first));
    }

    [TestCase(10)]
    [TestCase(30)]
    public void A_95_percent_interval_covers_the_true_mean_of_2000_samples_in_93_to_97_percent(int size)
    {
        RandomStream random = new RandomStream(1).Fork("coverage");
        int covered = Enumerable.Range(0, 2000).Count(_ => Covers(ConfidenceInterval.OfMean(Normal(random, size)), 5));
        Assert.That(covered / 2000.0, Is.InRange(0.93, 0.97));
    }

    [Test]
    public void The_bootstrap_covers_the_true_mean_of_2000_samples_in_93_to_97_percent()
    {
        // Percentiles of a bootstrap are too narrow by sqrt((n - 1) / n) and a little more; with 60 values that is below 1 %.
        RandomStream random = new RandomStream(2).Fork("coverage");
        RandomStream draws = random.Fork("bootstrap");
        int covered = Enumerable.Range(0, 2000).Count(_ => Covers(
            ConfidenceInterval.Bootstrap(Normal(random, 60), Mean, draws, resamples: 400), 5));
        Assert.That(covered / 2000.0, Is.InRange(0.93, 0.97));
    }

    [Test]
    public void The_interval_of_the_median_covers_at_least_what_it_says_whatever_the_distribution()
    {
        RandomStream random = new RandomStream(3).Fork("coverage");
        double[] Sample() => [.. Enumerable.Range(0, 25).Select(_ => random.NextExponential(1))];
        int covered = Enumerable.Range(0, 2000).Count(_ => Covers(ConfidenceInterval.OfMedian(Sample()), Math.Log(2)));
        Assert.That(covered / 2000.0, Is.InRange(0.94, 0.98), "8th to 18th of 25 cover 95.7 %");
    }

    [TestCase(0, 1)]
    [TestCase(0.25, 1.75)]
    [TestCase(0.5, 2.5)]
    [TestCase(0.9, 3.7)]
    [TestCase(1, 4)]
    public void Quantiles_are_those_of_R_and_NumPy(double share, double value) =>
        Assert.That(Quantile.Of([1, 2, 3, 4], share), Is.EqualTo(value).Within(1e-12));

    [Test]
    public void Precision_is_reached_when_half_the_interval_is_a_small_share_of_the_mean()
    {
        // Half the interval of the sleep data is 0.8799 = 55.7 % of the mean.
        Assert.That(Precision.IsReached(_sleep, 0.56), Is.True);
        Assert.That(Precision.IsReached(_sleep, 0.55), Is.False);
        Assert.That(Precision.IsReached([1], 1), Is.False, "nothing is known from one value");
        Assert.That(Precision.IsReached([0, 0], 0.01), Is.True, "nothing varies");
    }

    private static bool Covers(ConfidenceInterval interval, double truth) => interval.Low <= truth && truth <= interval.High;

    private static double Mean(IReadOnlyList<double> values)
    {
        double sum = 0;
        for (int i = 0; i < values.Count; i++)
        {
            sum += values[i];
        }

        return sum / values.Count;
    }

    // Box and Muller (1958): mean 5, standard deviation 2.
    private static double[] Normal(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ =>
        5 + (2 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];

    private static IEnumerable<double> Samples(int draws) =>
        draws == 0 ? [0.0] : Samples(draws - 1).SelectMany(_ => _mice, (sum, value) => sum + value);
}
