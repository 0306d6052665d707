using System;
using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Core;
using Sim.Kernel;

namespace Tests.Kernel;

public class EventQueueTests
{
    private const int OperationsPerSeed = 4_000;

    [Test]
    public void Foreseen_events_are_those_that_come()
    {
        EventQueue queue = new();
        for (int i = 0; i < 40; i++)
        {
            queue.Push(1_000 + (i * 7 % 40), i);
        }

        Assert.That(queue.Foresee(0), Is.EqualTo(-1), "nothing was taken yet, so nothing is sorted");
        int foreseen = -1;
        int known = 0;
        for (int i = 0; i < 40; i++)
        {
            Assert.That(queue.TryPop(2_000, out _, out int target));
            Assert.That(foreseen, Is.AnyOf(-1, target));
            known += foreseen == target ? 1 : 0;
            foreseen = queue.Foresee(0);
        }

        Assert.That(foreseen, Is.EqualTo(-1), "none is left");
        Assert.That(known, Is.GreaterThan(30), "most are foreseen");
    }

    [Test]
    public void Pops_in_the_order_of_time_and_of_pushes_among_equal_times()
    {
        EventQueue queue = new();
        queue.Push(30, 1);
        queue.Push(10, 2);
        queue.Push(30, 3);
        queue.Push(20, 4);
        queue.Push(10, 5);

        Assert.That(PopAll(queue), Is.EqualTo(new[] { (10L, 2), (10L, 5), (20L, 4), (30L, 1), (30L, 3) }));
    }

    [Test]
    public void An_event_at_until_is_popped_and_a_later_one_is_not()
    {
        EventQueue queue = new();
        queue.Push(100, 1);
        queue.Push(101, 2);

        Assert.That(queue.TryPop(100, out long at, out int target), Is.True);
        Assert.That((at, target), Is.EqualTo((100L, 1)));
        Assert.That(queue.TryPop(100, out _, out _), Is.False);
        Assert.That(queue.Count, Is.EqualTo(1));
    }

    // Trap 1: a queue that moved its origin to the event that was not due would put what is pushed before it behind it.
    [Test]
    public void After_a_vain_pop_events_before_the_next_one_may_still_be_pushed()
    {
        EventQueue queue = new();
        queue.Push(1_000_000, 1);

        Assert.That(queue.TryPop(500, out _, out _), Is.False);
        queue.Push(600, 2);
        Assert.That(queue.TryPop(550, out _, out _), Is.False);
        queue.Push(551, 3);

        Assert.That(PopAll(queue), Is.EqualTo(new[] { (551L, 3), (600L, 2), (1_000_000L, 1) }));
    }

    // Trap 2: a run that has grown too long and is dealt out relative to its start, not to the present, comes back as it was.
    [Test]
    public void A_run_that_grows_while_time_passes_inside_it_is_dealt_out_in_order()
    {
        EventQueue queue = new();
        List<(long, int)> expected = [];
        long now = 1L << 40;
        queue.Push(now, 0);
        queue.TryPop(now, out _, out _);
        for (int i = 0; i < 40; i++)
        {
            queue.Push(now + 1_000 + i, i);
            expected.Add((now + 1_000 + i, i));
        }

        Assert.That(queue.TryPop(now + 1_000, out _, out _), Is.True);
        expected.RemoveAt(0);
        for (int i = 0; i < 1_000; i++)
        {
            queue.Push(now + 1_001 + i, 100 + i);
            expected.Add((now + 1_001 + i, 100 + i));
        }

        // Stable: an equal time pushed earlier leaves earlier.
        expected.Sort((left, right) => left.Item1 != right.Item1 ? left.Item1.CompareTo(right.Item1) : left.Item2.CompareTo(right.Item2));
        Assert.That(PopAll(queue), Is.EqualTo(expected));
    }

    // Trap 3: many events at one time cost a shift of all of them each when they are inserted into a sorted run one by one.
    [Test]
    public void A_hundred_thousand_events_at_one_time_leave_in_the_order_of_their_pushes()
    {
        const int Count = 100_000;
        EventQueue queue = new();
        queue.Push(5_000_000, -1);
        queue.TryPop(4_000_000, out _, out _);
        for (int i = 0; i < Count; i++)
        {
            queue.Push(5_000_000, i);
        }

        queue.TryPop(5_000_000, out _, out int first);
        Assert.That(first, Is.EqualTo(-1));
        for (int i = 0; i < Count; i++)
        {
            Assert.That(queue.TryPop(5_000_000, out _, out int target) && target == i, Is.True, $"event {i}");
        }
    }

    [Test]
    public void An_event_pushed_for_the_present_comes_after_those_of_the_present()
    {
        EventQueue queue = new();
        queue.Push(7, 1);
        queue.Push(7, 2);
        queue.TryPop(7, out _, out _);
        queue.Push(7, 3);

        Assert.That(PopAll(queue), Is.EqualTo(new[] { (7L, 2), (7L, 3) }));
    }

    [Test]
    public void The_time_of_the_next_event_is_known_without_popping_it()
    {
        EventQueue queue = new();
        Assert.That(queue.NextTime, Is.EqualTo(long.MaxValue));
        queue.Push(1_234_567, 1);
        queue.Push(1_234_566, 2);
        Assert.That(queue.NextTime, Is.EqualTo(1_234_566));
        queue.TryPop(long.MaxValue - 1, out _, out _);
        Assert.That(queue.NextTime, Is.EqualTo(1_234_567));
    }

    // How far ahead events are pushed: all at once, dense, spread over all levels, repeated steps, a far cluster.
    [Test]
    public void Agrees_with_a_priority_queue_that_numbers_its_events([Range(0, 4)] int style, [Range(1, 12)] int seed)
    {
        RandomStream random = new RandomStream((ulong)seed).Fork($"style {style}");
        EventQueue queue = new();
        PriorityQueue<int, (long Time, int Order)> model = new();
        int target = 1 << random.NextInt(11);
        long now = 0;
        for (int step = 0; step < OperationsPerSeed; step++)
        {
            if (random.NextInt(model.Count + target) < target)
            {
                long at = now + Ahead(style, random);
                queue.Push(at, step);
                model.Enqueue(step, (at, step));
                continue;
            }

            long until = random.NextInt(3) == 0 ? now + (1L << random.NextInt(40)) : long.MaxValue - 1;
            bool isDue = model.TryPeek(out int next, out (long Time, int Order) key) && key.Time <= until;
            bool popped = queue.TryPop(until, out long time, out int found);
            Assert.That(popped, Is.EqualTo(isDue), $"seed {seed}, style {style}, step {step}");
            if (popped)
            {
                model.Dequeue();
                Assert.That((time, found), Is.EqualTo((key.Time, next)), $"seed {seed}, style {style}, step {step}");
                now = time;
            }
            else if (until < long.MaxValue - 1)
            {
                now = until;
            }

            Assert.That(queue.Count, Is.EqualTo(model.Count), $"seed {seed}, style {style}, step {step}");
            long expectedNext = model.TryPeek(out _, out key) ? key.Time : long.MaxValue;
            Assert.That(queue.NextTime, Is.EqualTo(expectedNext), $"seed {seed}, style {style}, step {step}");
            if (model.Count == 0 && until == long.MaxValue - 1 && !popped)
            {
                break;
            }
        }
    }

    private static long Ahead(int style, RandomStream random) => style switch
    {
        0 => random.NextInt(4),
        1 => random.NextInt(100_000),
        2 => random.NextInt(1 << 16) * (1L << random.NextInt(30)),
        3 => random.NextInt(3) == 0 ? 0 : 1_000,
        _ => 1_000_000 + random.NextInt(50),
    };

    private static List<(long At, int Target)> PopAll(EventQueue queue)
    {
        List<(long, int)> all = [];
        while (queue.TryPop(long.MaxValue - 1, out long at, out int target))
        {
            all.Add((at, target));
        }

        return all;
    }
}
