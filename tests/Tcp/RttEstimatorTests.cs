using NUnit.Framework;
using Protocols.Core;
using Protocols.Tcp;

namespace Tests.Tcp;

/// <summary>
/// RFC 6298 as Linux computes it (tcp_rtt_estimator, tcp_set_rto); every number is worked out by hand, in microseconds.
/// </summary>
public class RttEstimatorTests
{
    private static readonly TcpConfig _config = TcpConfig.Default;

    [Test]
    public void Without_a_sample_the_timeout_is_one_second()
    {
        Assert.That(new RttEstimator(_config).Rto, Is.EqualTo(Duration.FromSeconds(1)));
    }

    // The variation starts at twice the sample, and is never below RTO_min: 3 R, or R + 200 ms where that is more.
    [TestCase(500, 1500)]
    [TestCase(100, 300)]
    [TestCase(50, 250)]
    [TestCase(1, 201)]
    [TestCase(50_000, 120_000)]
    public void The_first_sample_gives_three_times_itself_but_at_least_200_ms_more(int sample, int rto)
    {
        RttEstimator estimator = After(sample);

        Assert.That(estimator.Smoothed, Is.EqualTo(Duration.FromMilliseconds(sample)));
        Assert.That(estimator.Rto, Is.EqualTo(Duration.FromMilliseconds(rto)));
    }

    [Test]
    public void A_longer_round_trip_raises_the_timeout_at_once()
    {
        RttEstimator estimator = After(100, 200);

        // srtt = 100 + 100/8; variation = 200 + (100 - 200/4).
        Assert.That(estimator.Smoothed, Is.EqualTo(Duration.FromMicroseconds(112_500)));
        Assert.That(estimator.Rto, Is.EqualTo(Duration.FromMicroseconds(112_500 + 250_000)));
    }

    [Test]
    public void A_shorter_round_trip_moves_the_variation_by_an_eighth_of_what_a_longer_one_does()
    {
        RttEstimator estimator = After(100, 20);

        // srtt = 100 - 80/8; variation = 200 + (80 - 200/4)/8.
        Assert.That(estimator.Smoothed, Is.EqualTo(Duration.FromMilliseconds(90)));
        Assert.That(estimator.Rto, Is.EqualTo(Duration.FromMicroseconds(90_000 + 203_750)));
    }

    [Test]
    public void The_variation_decays_by_a_quarter_of_the_difference_once_in_a_round()
    {
        RttEstimator estimator = new(_config);
        estimator.Add(Duration.FromMilliseconds(500), acknowledged: 1, sent: 1000, _config);

        // The maximum of the first round still counts in the second: mdev falls to 750, then to 562.5 ms.
        estimator.Add(Duration.FromMilliseconds(500), acknowledged: 1001, sent: 2000, _config);
        Assert.That(estimator.Rto, Is.EqualTo(Duration.FromMilliseconds(1500)));
        estimator.Add(Duration.FromMilliseconds(500), acknowledged: 2001, sent: 3000, _config);

        // 1000 - (1000 - 562.5)/4 = 890.625.
        Assert.That(estimator.Rto, Is.EqualTo(Duration.FromMicroseconds(500_000 + 890_625)));
    }

    [Test]
    public void The_smallest_sample_is_remembered()
    {
        Assert.That(After(100, 20, 60).Minimum, Is.EqualTo(Duration.FromMilliseconds(20)));
    }

    private static RttEstimator After(params int[] milliseconds)
    {
        RttEstimator estimator = new(_config);
        foreach (int sample in milliseconds)
        {
            estimator.Add(Duration.FromMilliseconds(sample), acknowledged: 1, sent: 1000, _config);
        }

        return estimator;
    }
}
