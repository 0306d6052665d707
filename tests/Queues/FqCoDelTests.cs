using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Sim.Queues;

namespace Tests.Queues;

public class FqCoDelTests
{
    private FqCoDel _queue = null!;
    private QueueDriver _driver = null!;
    private int _other;

    [SetUp]
    public void CreateQueue() => Use(new FqCoDelSettings());

    // RFC 8290, 1: flows share the link by bytes, whatever the length of their packets.
    [Test]
    public void Two_flows_get_the_same_number_of_bytes()
    {
        for (int i = 0; i < 300; i++)
        {
            _ = _driver.Add(0, frame: 1_514, flow: 1);
            _ = _driver.Add(0, frame: 300, flow: _other);
        }

        Dictionary<int, int> bytes = new() { [1] = 0, [_other] = 0 };
        for (int i = 0; i < 300; i++)
        {
            Packet packet = _driver.Take(1)!.Value;
            bytes[packet.Flow] += packet.FrameLength;
        }

        Assert.That(bytes[1], Is.EqualTo(bytes[_other]).Within(2 * 1_514));
    }

    // RFC 8290, 4.1.1 and 6.1: what comes to an empty queue is served before the flows that have been waiting.
    [Test]
    public void A_sparse_flow_goes_before_the_bulk()
    {
        for (int i = 0; i < 100; i++)
        {
            _ = _driver.Add(0, flow: 1);
        }

        for (int i = 0; i < 3; i++)
        {
            _ = _driver.Take(1);
        }

        _ = _driver.Add(2, frame: 100, flow: _other);

        Assert.That(_driver.Take(2)!.Value.Flow, Is.EqualTo(_other));
    }

    // RFC 8290, 4.2: an emptied new queue goes behind the old ones, so a flow that sends its next packet each time one has left
    // does not starve them.
    [Test]
    public void A_flow_that_always_looks_new_does_not_starve_the_others()
    {
        for (int i = 0; i < 100; i++)
        {
            _ = _driver.Add(0, flow: 1);
        }

        int bulk = 0;
        for (int i = 0; i < 100; i++)
        {
            _ = _driver.Add(1, flow: _other);
            bulk += _driver.Take(1)!.Value.Flow == 1 ? 1 : 0;
        }

        Assert.That(bulk, Is.EqualTo(50).Within(1));
    }

    // fq_codel_drop: half of the fattest queue's bytes from its head, the other flow untouched.
    [Test]
    public void Over_the_limit_half_of_the_fattest_queue_is_dropped()
    {
        Use(new FqCoDelSettings { Limit = QueueLimit.OfPackets(40) });
        for (int i = 0; i < 10; i++)
        {
            _ = _driver.Add(0, flow: _other);
        }

        for (int i = 0; i < 31; i++)
        {
            Assert.That(_driver.Add(0, flow: 1), Is.True);
        }

        // Of 31 frames, 16 are the first to make half of the bytes.
        Assert.That(_driver.Dropped, Is.EqualTo(Enumerable.Range(10, 16).Select(number => (uint)number)));
        Assert.That(_queue.Packets, Is.EqualTo(25));
    }

    [Test]
    public void No_more_than_64_packets_are_dropped_at_a_time()
    {
        Use(new FqCoDelSettings { Limit = QueueLimit.OfPackets(1_000) });
        for (int i = 0; i < 1_001; i++)
        {
            _ = _driver.Add(0, flow: 1);
        }

        Assert.That(_driver.Dropped, Has.Count.EqualTo(64));
    }

    // A full frame takes 2,304 bytes of the kernel's memory, a pure acknowledgment 768: 10 x 2304 + 768 = 23,808.
    [TestCase(23_808, 0)]
    [TestCase(23_807, 5)]
    public void The_memory_limit_counts_what_the_kernel_allocates(int limit, int drops)
    {
        Use(new FqCoDelSettings { MemoryLimit = new ByteSize(limit) });
        for (int i = 0; i < 10; i++)
        {
            _ = _driver.Add(0, flow: 1);
        }

        _ = _driver.Add(0, frame: 66, flow: _other);

        Assert.That(_driver.Dropped, Has.Count.EqualTo(drops));
    }

    // Each queue runs a CoDel of its own: the bulk flow is dropped from as in plain CoDel, the sparse one never.
    [Test]
    public void Only_the_flow_that_makes_the_delay_is_dropped_from()
    {
        for (int i = 0; i < 500; i++)
        {
            _ = _driver.Add(i, flow: 1);
        }

        List<uint> sparse = [];
        for (int now = 500; now < 840; now++)
        {
            _ = _driver.Add(now, frame: 100, flow: _other);
            Packet[] left = [_driver.Take(now)!.Value, _driver.Take(now)!.Value];
            sparse.AddRange(left.Where(packet => packet.Flow == _other).Select(packet => packet.SequenceNumber));
        }

        Assert.That(_driver.Dropped, Has.Count.EqualTo(4));
        Assert.That(sparse, Is.EqualTo(Enumerable.Range(500, 340).Select(number => (uint)number)));
    }

    // Chi-square with 63 degrees of freedom: below 103.4 in 99.9 % of all cases.
    [Test]
    public void The_hash_spreads_flows_evenly()
    {
        FqCoDel queue = new(new FqCoDelSettings { Queues = 64 }, new RandomStream(5));
        int[] flows = new int[64];
        for (int flow = 1; flow <= 6_400; flow++)
        {
            flows[queue.QueueOf(flow)]++;
        }

        Assert.That(flows.Sum(count => (count - 100) * (count - 100) / 100.0), Is.LessThan(103.4));
    }

    [Test]
    public void Another_seed_spreads_them_differently()
    {
        FqCoDel other = new(new FqCoDelSettings(), new RandomStream(2));

        Assert.That(Enumerable.Range(1, 20).Select(other.QueueOf), Is.Not.EqualTo(Enumerable.Range(1, 20).Select(_queue.QueueOf)));
    }

    private void Use(FqCoDelSettings settings)
    {
        _queue = new FqCoDel(settings, new RandomStream(1));
        _driver = new QueueDriver(_queue);
        _other = Enumerable.Range(2, 100).First(flow => _queue.QueueOf(flow) != _queue.QueueOf(1));
    }
}
