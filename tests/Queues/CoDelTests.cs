using System;
using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Net;
using Sim.Queues;

namespace Tests.Queues;

public class CoDelTests
{
    // One packet comes each millisecond, and one leaves, half a second late: the delay stays far above the target. RFC 8289: the first
    // drop comes when it has been there for 100 ms, and the n-th one 100 ms / sqrt(n) before the one that follows it.
    [Test]
    public void Drops_come_closer_with_the_square_root_of_their_number()
    {
        CoDel queue = new(new CoDelSettings(), QueueLimit.None);
        QueueDriver driver = new(queue);
        List<int> drops = [];
        List<int> expected = [];
        double next = 600;
        for (int n = 1; n <= 40; next += 100 / Math.Sqrt(n), n++)
        {
            // The 40th is due 1.2 s after the first.
            expected.Add((int)Math.Ceiling(next));
        }

        for (int i = 0; i < expected[^1]; i++)
        {
            _ = driver.Add(i);
        }

        for (int now = 500; now <= expected[^1]; now++)
        {
            int before = driver.Dropped.Count;
            _ = driver.Take(now);
            if (driver.Dropped.Count > before)
            {
                drops.Add(now);
            }
        }

        Assert.That(drops, Is.EqualTo(expected));
    }

    [Test]
    public void The_packet_at_the_head_is_dropped_and_the_next_one_leaves_instead()
    {
        QueueDriver driver = Filled(200, out _);
        _ = driver.Take(500);

        Assert.That(driver.Take(600)!.Value.SequenceNumber, Is.EqualTo(2));
        Assert.That(driver.Dropped, Is.EqualTo(new[] { 1u }));
    }

    [Test]
    public void A_delay_below_the_target_drops_nothing()
    {
        QueueDriver driver = new(new CoDel(new CoDelSettings(), QueueLimit.None));
        for (int i = 0; i < 2_000; i++)
        {
            _ = driver.Add(i, frame: 500);
            if (i >= 4)
            {
                Assert.That(driver.Take(i + 0.9), Is.Not.Null);
            }
        }

        Assert.That(driver.Dropped, Is.Empty);
    }

    // RFC 8289, 4.1: with no more than one full frame behind it a queue is no standing queue, however slow the link.
    [Test]
    public void A_last_frame_is_not_dropped_however_long_it_waited()
    {
        QueueDriver driver = new(new CoDel(new CoDelSettings(), QueueLimit.None));
        for (int i = 0; i < 20; i++)
        {
            _ = driver.Add(1_000 * i);
            _ = driver.Add(1_000 * i);
            Assert.That(driver.Take(1_000 * i + 800), Is.Not.Null);
            Assert.That(driver.Take(1_000 * i + 900), Is.Not.Null);
        }

        Assert.That(driver.Dropped, Is.Empty);
    }

    // RFC 8289, 5.4: a cycle that begins soon after one that made 4 drops (at 600, 700, 771 and 829 ms) begins with count = 4 - 1: the
    // pace that controlled the queue. Its second drop comes 100 ms / sqrt(3) after its first, and not 100 ms.
    [Test]
    public void A_new_cycle_begins_at_the_pace_of_the_one_before()
    {
        CoDel queue = new(new CoDelSettings(), QueueLimit.None);
        QueueDriver driver = new(queue);
        for (int i = 0; i < 1_000; i++)
        {
            _ = driver.Add(i < 344 ? i : 835 + i / 1_000.0);
        }

        List<int> drops = [];
        for (int now = 500; now < 1_200; now++)
        {
            int before = driver.Dropped.Count;
            _ = driver.Take(now);
            drops.AddRange(driver.Dropped.Count > before ? [now] : Array.Empty<int>());
        }

        // The 344 packets that waited are gone at 840, and the next ones are younger than 5 ms then: above the target from 841 on.
        Assert.That(drops.GetRange(0, 6), Is.EqualTo(new[] { 600, 700, 771, 829, 941, 999 }));
    }

    [Test]
    public void An_ecn_capable_packet_is_marked_instead()
    {
        CoDel queue = new(new CoDelSettings { MarksCongestion = true }, QueueLimit.None);
        QueueDriver driver = new(queue);
        for (int i = 0; i < 1_000; i++)
        {
            _ = driver.Add(i, traits: PacketTraits.EcnCapable);
        }

        List<int> marks = [];
        for (int now = 500; now < 840; now++)
        {
            if (driver.Take(now)!.Value.Traits.HasFlag(PacketTraits.CongestionExperienced))
            {
                marks.Add(now);
            }
        }

        Assert.That(marks, Is.EqualTo(new[] { 600, 700, 771, 829 }));
        Assert.That(driver.Dropped, Is.Empty);
        Assert.That(queue.MarkedPackets, Is.EqualTo(4));
    }

    [Test]
    public void The_limit_holds()
    {
        QueueDriver driver = new(new CoDel(new CoDelSettings(), QueueLimit.OfPackets(2)));

        Assert.That((driver.Add(0), driver.Add(0), driver.Add(0)), Is.EqualTo((true, true, false)));
    }

    private static QueueDriver Filled(int packets, out CoDel queue)
    {
        queue = new CoDel(new CoDelSettings(), QueueLimit.None);
        QueueDriver driver = new(queue);
        for (int i = 0; i < packets; i++)
        {
            _ = driver.Add(i);
        }

        return driver;
    }
}
