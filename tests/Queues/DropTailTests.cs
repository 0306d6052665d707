using NUnit.Framework;
using Protocols.Core;
using Sim.Queues;

namespace Tests.Queues;

public class DropTailTests
{
    [Test]
    public void What_does_not_fit_as_a_whole_is_refused()
    {
        DropTail queue = new(QueueLimit.OfBytes(new ByteSize(3_100)));
        QueueDriver driver = new(queue);

        Assert.That((driver.Add(0), driver.Add(0), driver.Add(0), driver.Add(0, frame: 72)), Is.EqualTo((true, true, false, true)));
        Assert.That((queue.Packets, queue.Bytes), Is.EqualTo((3, 3_100L)));
        Assert.That(driver.Dropped, Is.Empty);
    }

    [Test]
    public void An_empty_queue_takes_a_frame_that_is_longer_than_its_limit()
    {
        QueueDriver driver = new(new DropTail(QueueLimit.OfBytes(new ByteSize(1_000))));

        Assert.That((driver.Add(0), driver.Add(0)), Is.EqualTo((true, false)));
    }

    // 10 ms at 12.112 Mbit/s are ten full frames.
    [Test]
    public void A_limit_in_time_follows_the_rate()
    {
        DropTail queue = new(QueueLimit.OfTime(Duration.FromMilliseconds(10)));
        QueueDriver driver = new(queue);
        queue.UseRate(new BitRate(12_112_000));
        for (int i = 0; i < 20; i++)
        {
            _ = driver.Add(0);
        }

        Assert.That(queue.Packets, Is.EqualTo(10));

        queue.UseRate(new BitRate(2 * 12_112_000));
        _ = driver.Add(1);

        Assert.That(queue.Packets, Is.EqualTo(11));
    }

    [Test]
    public void Packets_leave_in_the_order_in_which_they_came()
    {
        QueueDriver driver = new(new DropTail(QueueLimit.None));
        for (int round = 0; round < 40; round++)
        {
            _ = driver.Add(round);
            _ = driver.Add(round);
            Assert.That(driver.Take(round)!.Value.SequenceNumber, Is.EqualTo((uint)round));
        }
    }
}
