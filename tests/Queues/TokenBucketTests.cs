using NUnit.Framework;
using Protocols.Core;
using Sim.Queues;

namespace Tests.Queues;

public class TokenBucketTests
{
    private static readonly BitRate _rate = new(12_112_000);

    // sch_tbf.c: s_i + ... + s_k <= B + R (t_k - t_i). At 12.112 Mbit/s a full frame takes 1 ms; a bucket of three lets three go at
    // once, and one each millisecond from then on.
    [Test]
    public void A_full_bucket_goes_at_once_and_then_at_its_rate()
    {
        TokenBucket queue = New(3 * 1_514);
        QueueDriver driver = new(queue);
        for (int i = 0; i < 6; i++)
        {
            _ = driver.Add(100);
        }

        foreach (double expected in (double[])[100, 100, 100, 101, 102, 103])
        {
            Assert.That(queue.ReadyAt(QueueDriver.At(100)), Is.EqualTo(QueueDriver.At(expected)));
            Assert.That(driver.Take(expected), Is.Not.Null);
        }
    }

    [Test]
    public void A_pause_fills_the_bucket_no_further_than_to_its_brim()
    {
        TokenBucket queue = New(2 * 1_514);
        QueueDriver driver = new(queue);
        _ = driver.Add(0);
        _ = driver.Add(0);
        _ = driver.Take(0);
        _ = driver.Take(0);
        for (int i = 0; i < 3; i++)
        {
            _ = driver.Add(1_000);
        }

        _ = driver.Take(1_000);
        _ = driver.Take(1_000);

        Assert.That(queue.ReadyAt(QueueDriver.At(1_000)), Is.EqualTo(QueueDriver.At(1_001)));
    }

    [Test]
    public void A_frame_longer_than_the_bucket_is_refused()
    {
        QueueDriver driver = new(New(1_000));

        Assert.That((driver.Add(0, frame: 1_001), driver.Add(0, frame: 1_000)), Is.EqualTo((false, true)));
    }

    // tc: limit = rate x latency + burst. 10 ms at 12.112 Mbit/s are ten frames, and the bucket holds two.
    [Test]
    public void A_latency_is_the_longest_wait_for_tokens()
    {
        TokenBucket queue = new(new TokenBucketSettings
        {
            Rate = _rate,
            Burst = new ByteSize(2 * 1_514),
            Latency = Duration.FromMilliseconds(10),
        });
        QueueDriver driver = new(queue);
        for (int i = 0; i < 20; i++)
        {
            _ = driver.Add(0);
        }

        Assert.That(queue.Packets, Is.EqualTo(12));
    }

    [Test]
    public void Without_a_rate_of_its_own_it_keeps_to_that_of_the_link()
    {
        TokenBucket queue = new(new TokenBucketSettings { Burst = new ByteSize(1_514) });
        QueueDriver driver = new(queue);
        queue.UseRate(_rate);
        _ = driver.Add(0);
        _ = driver.Add(0);
        _ = driver.Take(0);

        Assert.That((queue.KeepsRate, New(1_514).KeepsRate), Is.EqualTo((true, false)));
        Assert.That(queue.ReadyAt(QueueDriver.At(0)), Is.EqualTo(QueueDriver.At(1)));
    }

    [Test]
    public void What_is_discarded_takes_no_tokens()
    {
        TokenBucket queue = New(1_514);
        QueueDriver driver = new(queue);
        for (int i = 0; i < 10; i++)
        {
            _ = driver.Add(0);
        }

        queue.Clear(QueueDriver.At(0), driver);
        _ = driver.Add(0);

        Assert.That(driver.Dropped, Has.Count.EqualTo(10));
        Assert.That(queue.ReadyAt(QueueDriver.At(0)), Is.EqualTo(QueueDriver.At(0)));
    }

    // What is in the bucket goes at once, what is not waits for the tokens of all before it: 2 frames at once, the others 1 ms apart.
    [Test]
    public void Departures_are_known_as_soon_as_a_frame_is_taken()
    {
        TokenBucket queue = new(new TokenBucketSettings { Burst = new ByteSize(2 * 1_514) });
        queue.UseRate(_rate);
        QueueDriver driver = new(queue);
        foreach (double departure in (double[])[50, 50, 51, 52])
        {
            _ = driver.Add(50);
            Assert.That(queue.LastDeparture, Is.EqualTo(QueueDriver.At(departure)));
        }

        _ = driver.Take(50);
        _ = driver.Take(50);
        _ = driver.Add(50.5);

        Assert.That(queue.LastDeparture, Is.EqualTo(QueueDriver.At(53)));
    }

    [Test]
    public void With_a_rate_of_its_own_they_also_depend_on_the_line()
    {
        Assert.That(New(1_514).LastDeparture, Is.Null);
    }

    // 4 ms at 10 Mbit/s are 5,000 B; at 2 Mbit/s they would hold no full frame.
    [TestCase(10_000_000, 5_000)]
    [TestCase(2_000_000, 2 * 1_514)]
    public void A_bucket_for_a_real_link_holds_a_tick_and_two_frames(long rate, long bytes)
    {
        Assert.That(TokenBucketSettings.BurstOf(new BitRate(rate)).Bytes, Is.EqualTo(bytes));
    }

    private static TokenBucket New(int burst) => new(new TokenBucketSettings { Rate = _rate, Burst = new ByteSize(burst) });
}
