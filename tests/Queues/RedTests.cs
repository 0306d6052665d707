using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Sim.Queues;

namespace Tests.Queues;

public class RedTests
{
    // avg = 20 of 10..30 packets, max_p = 0.1: p_b = 0.05. The algorithm of the paper makes the distance between two hits uniform over
    // 1 .. 1/p_b - 1: mean 10, standard deviation 5.5; never 20.
    [Test]
    public void The_distance_between_drops_is_uniform()
    {
        List<int> distances = Distances(Standing(20, new RedSettings
        {
            Minimum = QueueLimit.OfPackets(10),
            Maximum = QueueLimit.OfPackets(30),
            MaximumProbability = 0.1,
        }), 100_000);

        Assert.That(distances.Max(), Is.EqualTo(19));
        Assert.That(distances.Min(), Is.EqualTo(1));
        Assert.That(distances.Average(), Is.EqualTo(10).Within(0.2));
        Assert.That(distances.Count(distance => distance <= 9) / (double)distances.Count, Is.EqualTo(9 / 19.0).Within(0.02));
    }

    [Test]
    public void Below_the_minimum_nothing_is_dropped()
    {
        Assert.That(Distances(Standing(9, Packets(10, 30)), 10_000), Is.Empty);
    }

    // Gentle: at 45 of 30..60 p_b = 0.02 + 0.98 / 2 = 0.51, and p_b / (1 - p_b) > 1 hits every packet after the first hit.
    [Test]
    public void Between_the_maximum_and_twice_the_maximum_the_probability_rises_to_1()
    {
        List<int> distances = Distances(Standing(45, Packets(10, 30)), 10_000);

        Assert.That(distances.Distinct(), Is.EquivalentTo(new[] { 1 }));
    }

    [TestCase(true, 61)]
    [TestCase(false, 31)]
    public void Above_the_upper_threshold_everything_is_dropped(bool isGentle, int packets)
    {
        QueueDriver driver = Standing(packets, Packets(10, 30) with { IsGentle = isGentle });

        Assert.That(Enumerable.Range(0, 100).Select(_ => driver.Add(1)), Is.All.False);
    }

    // Counted in bytes: 60 frames of 334 bytes make p_b = 0.1 (20,040 - 10,000) / 20,000 = 0.0502 for a frame of 1,000 bytes and a third
    // of it, 0.0168, for these: a mean distance of 1 / (2 x 0.0168) = 29.8.
    [Test]
    public void Counted_in_bytes_small_packets_are_hit_less()
    {
        RedSettings settings = new()
        {
            Minimum = QueueLimit.OfBytes(new ByteSize(10_000)),
            Maximum = QueueLimit.OfBytes(new ByteSize(30_000)),
            MaximumProbability = 0.1,
            MeanFrame = 1_000,
        };
        List<int> distances = Distances(Standing(60, settings, frame: 334), 100_000, frame: 334);

        Assert.That(distances.Average(), Is.EqualTo(29.8).Within(1.0));
    }

    // avg(n) = q (1 - (1 - w)^n) for n packets that find a queue of q.
    [Test]
    public void The_average_follows_the_queue_with_its_weight()
    {
        Red queue = new(Packets(1_000, 2_000), new RandomStream(1));
        QueueDriver driver = new(queue);
        double expected = 0;
        for (int i = 0; i < 500; i++)
        {
            expected += 0.002 * (i - expected);
            _ = driver.Add(1);
        }

        Assert.That(queue.AverageQueue, Is.EqualTo(expected).Within(1e-9));
    }

    // Section 11 of the paper: an idle link counts as m small packets, m = idle time / transmission time of a typical one. 1,000 bytes
    // at 8 Mbit/s take 1 ms; 350 ms at a weight of 0.002 leave (1 - 0.002)^350 = 0.496.
    [Test]
    public void The_average_falls_while_the_link_idles()
    {
        Red queue = new(Packets(1_000, 2_000), new RandomStream(1));
        queue.UseRate(BitRate.FromMegabitsPerSecond(8));
        QueueDriver driver = new(queue);
        for (int i = 0; i < 300; i++)
        {
            _ = driver.Add(1);
        }

        double before = queue.AverageQueue;
        while (driver.Take(10) is not null)
        {
        }

        _ = driver.Add(360);

        Assert.That(queue.AverageQueue, Is.EqualTo(before * Math.Pow(0.998, 350) * 0.998).Within(1e-9));
    }

    [Test]
    public void An_ecn_capable_packet_is_marked_below_the_maximum_and_dropped_above_it()
    {
        RedSettings settings = Packets(10, 30) with { MarksCongestion = true, IsGentle = false, Weight = 1 };
        Red queue = new(settings, new RandomStream(1));
        QueueDriver driver = new(queue);
        int accepted = 0;
        while (driver.Add(1, traits: PacketTraits.EcnCapable))
        {
            accepted++;
        }

        // Below 30 none was dropped, although some were hit; the one that finds 30 waiting is.
        Assert.That(accepted, Is.EqualTo(30));

        int marked = Enumerable.Range(0, 30).Count(_ => driver.Take(2)!.Value.Traits.HasFlag(PacketTraits.CongestionExperienced));
        Assert.That(marked, Is.EqualTo(queue.MarkedPackets));
    }

    private static RedSettings Packets(int minimum, int maximum) => new()
    {
        Minimum = QueueLimit.OfPackets(minimum),
        Maximum = QueueLimit.OfPackets(maximum),
    };

    /// <summary>A queue in which that many packets wait, and have waited for so long that the average is the same.</summary>
    private static QueueDriver Standing(int packets, RedSettings settings, int frame = 1_514)
    {
        // So many that come at once hardly move the average, and all get in.
        QueueDriver driver = new(new Red(settings, new RandomStream(1)));
        for (int i = 0; i < packets; i++)
        {
            Assert.That(driver.Add(0, frame), Is.True);
        }

        _ = Distances(driver, 20_000, frame);
        return driver;
    }

    /// <summary>How many packets came from one dropped one to the next; what was taken leaves again, so that the queue stays.</summary>
    private static List<int> Distances(QueueDriver driver, int packets, int frame = 1_514)
    {
        List<int> distances = [];
        int distance = 0;
        bool isFirst = true;
        for (int i = 0; i < packets; i++)
        {
            distance++;
            if (driver.Add(1, frame))
            {
                _ = driver.Take(1);
                continue;
            }

            if (!isFirst)
            {
                distances.Add(distance);
            }

            isFirst = false;
            distance = 0;
        }

        return distances;
    }
}
