using System;
using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Core;

namespace Tests.Congestion;

/// <summary>RFC 9438 on a path of 100 ms, in which a whole window is acknowledged in each round trip.</summary>
public class CubicTests
{
    private const double C = 0.4;
    private const double Beta = 717 / 1024.0;

    [TestCase(100, 70)]
    [TestCase(1000, 700)]
    [TestCase(2, 2)]
    public void A_loss_leaves_seven_tenths_of_the_window(int window, int threshold)
    {
        Assert.That(new Cubic().ThresholdAfterLoss(new CongestionWindow(window)), Is.EqualTo(threshold));
    }

    // RFC 9438, 4.2: W(t) = C (t - K)^3 + W_max with K = cbrt(W_max (1 - beta) / C): flat at W_max when t = K.
    [TestCase(0.5)]
    [TestCase(1.0)]
    [TestCase(1.5)]
    [TestCase(2.0)]
    public void After_a_loss_the_window_follows_the_cubic_curve(double timesK)
    {
        const int Maximum = 1000;
        double k = Math.Cbrt(Maximum * (1 - Beta) / C);

        CongestionWindow window = RunAfterLoss(Maximum, seconds: timesK * k);

        double expected = C * Math.Pow(timesK * k - k, 3) + Maximum;
        Assert.That(window.Packets, Is.EqualTo(expected).Within(2).Percent);
    }

    [Test]
    public void Below_the_standard_window_it_grows_as_reno_would()
    {
        // RFC 9438, 4.3: on short paths W_est rules: alpha = 3 (1 - beta) / (1 + beta) packets in a round trip.
        const int Maximum = 20;
        CongestionWindow window = RunAfterLoss(Maximum, seconds: 1.0, rtt: Duration.FromMilliseconds(10));

        double alpha = 3 * (1 - Beta) / (1 + Beta);
        Assert.That(window.Packets, Is.EqualTo(14 + alpha * 100).Within(8).Percent);
    }

    [Test]
    public void A_flow_that_loses_below_its_last_maximum_gives_up_more()
    {
        // RFC 9438, 4.7: W_max becomes cwnd (1 + beta) / 2, so the plateau lies below the loss.
        Cubic cubic = new(hyStart: false);
        CongestionWindow window = new(1000);
        window.Packets = window.SlowStartThreshold = cubic.ThresholdAfterLoss(window);
        window.Packets = 900;
        window.Packets = window.SlowStartThreshold = cubic.ThresholdAfterLoss(window);

        double plateau = 900 * (1 + Beta) / 2;
        double k = Math.Cbrt((plateau - window.Packets) / C);
        Run(cubic, window, seconds: k, Samples.Rtt);

        Assert.That(window.Packets, Is.EqualTo(plateau).Within(2).Percent);
    }

    private static CongestionWindow RunAfterLoss(int maximum, double seconds, Duration? rtt = null)
    {
        Cubic cubic = new(hyStart: false);
        CongestionWindow window = new(maximum);
        window.Packets = window.SlowStartThreshold = cubic.ThresholdAfterLoss(window);
        Run(cubic, window, seconds, rtt ?? Samples.Rtt);
        return window;
    }

    private static void Run(Cubic cubic, CongestionWindow window, double seconds, Duration rtt)
    {
        Instant now = Instant.Zero + Duration.FromSeconds(100);
        Instant end = now + Duration.FromSeconds(seconds);
        while (now < end)
        {
            int packets = window.Packets;
            Duration spacing = rtt / packets;
            for (int i = 0; i < packets && now < end; i++)
            {
                cubic.Increase(window, Samples.Acked(1, now));
                now += spacing;
            }
        }
    }
}
