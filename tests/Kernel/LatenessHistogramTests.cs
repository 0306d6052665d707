using NUnit.Framework;
using Protocols.Core;
using Sim.Kernel;

namespace Tests.Kernel;

public class LatenessHistogramTests
{
    [Test]
    public void Without_samples_everything_is_zero()
    {
        LatenessHistogram histogram = new();

        Assert.That((histogram.Count, histogram.Max, histogram.Percentile(0.99)), Is.EqualTo((0L, Duration.Zero, Duration.Zero)));
    }

    // The samples are 1, 2, ... 100,000 ns, so that the percentile p is 1,000 p ns; a bucket is at most 1/16 wide.
    [TestCase(0.5)]
    [TestCase(0.9)]
    [TestCase(0.99)]
    [TestCase(0.00001)]
    public void Percentiles_of_a_ramp_are_right_within_a_sixteenth(double share)
    {
        LatenessHistogram histogram = new();
        for (int i = 1; i <= 100_000; i++)
        {
            histogram.Add(Duration.FromNanoseconds(i));
        }

        Assert.That(histogram.Percentile(share).WholeNanoseconds, Is.EqualTo(share * 100_000).Within(6.25).Percent);
        Assert.That(histogram.Max, Is.EqualTo(Duration.FromNanoseconds(100_000)));
    }

    [Test]
    public void A_percentile_never_exceeds_the_largest_sample_and_early_counts_as_in_time()
    {
        LatenessHistogram histogram = new();
        histogram.Add(Duration.FromNanoseconds(-5));
        histogram.Add(Duration.FromSeconds(3_000));

        Assert.That(histogram.Percentile(0.5), Is.EqualTo(Duration.Zero));
        Assert.That(histogram.Percentile(1), Is.EqualTo(Duration.FromSeconds(3_000)));
    }
}
