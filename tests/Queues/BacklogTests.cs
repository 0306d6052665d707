using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Sim.Queues;

namespace Tests.Queues;

public class BacklogTests
{
    [Test]
    public void A_frame_counts_until_the_instant_of_its_departure()
    {
        Backlog backlog = new();
        backlog.Add(100, 1_514, now: 0);
        backlog.Add(200, 54, now: 0);

        backlog.Settle(99);
        Assert.That((backlog.Packets, backlog.Bytes), Is.EqualTo((2, 1_568L)));
        backlog.Settle(100);
        Assert.That((backlog.Packets, backlog.Bytes), Is.EqualTo((1, 54L)));
        backlog.Settle(1_000);
        Assert.That((backlog.Packets, backlog.Bytes), Is.EqualTo((0, 0L)));
    }

    [Test]
    public void Clearing_forgets_everything()
    {
        Backlog backlog = new();
        backlog.Add(100, 1_514, now: 0);
        backlog.Clear();

        Assert.That((backlog.Packets, backlog.Bytes), Is.EqualTo((0, 0L)));
    }

    [Test]
    public void Agrees_with_a_list_while_it_grows_and_wraps([Range(1, 10)] int seed)
    {
        RandomStream random = new((ulong)seed);
        Backlog backlog = new();
        List<(long Departure, int Bytes)> model = [];
        long now = 0;
        long last = 0;
        for (int step = 0; step < 2_000; step++)
        {
            now += random.NextInt(100);
            backlog.Settle(now);
            model.RemoveAll(frame => frame.Departure <= now);
            Assert.That((backlog.Packets, backlog.Bytes), Is.EqualTo((model.Count, model.Sum(frame => (long)frame.Bytes))), $"seed {seed}, step {step}");
            last = long.Max(last, now) + random.NextInt(step < 1_000 ? 130 : 60);
            int bytes = 14 + random.NextInt(1_500);
            backlog.Add(last, bytes, now: 0);
            model.Add((last, bytes));
        }
    }
}
