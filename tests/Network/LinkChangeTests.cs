using System;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;
using Sim.Network;
using Sim.Queues;

namespace Tests.Network;

/// <summary>Frames of 1250 B at 10 Mbit/s: 1 ms each.</summary>
public class LinkChangeTests
{
    private Simulation _simulation = null!;
    private Sink _sink = null!;
    private Link _link = null!;

    [SetUp]
    public void CreateLink() => CreateLink(QueueLimit.None);

    private void CreateLink(QueueLimit queue)
    {
        _simulation = new Simulation(seed: 1);
        _sink = new Sink();
        LinkSpec spec = new() { Rate = Mbit(10), Delay = Ms(10), Queue = queue };
        _link = new Link(new Fabric(_simulation, new PacketContext()), "link", spec, _sink);
    }

    [Test]
    public void A_lower_rate_stretches_what_is_left_of_the_frame_in_transmission_and_all_behind_it()
    {
        Send(3);
        _simulation.Run(Us(400));
        _link.Rate = Mbit(5);
        _simulation.Run(Us(100_000));

        // 0.4 ms at 10 Mbit/s, the other 0.6 ms' worth takes 1.2 ms at 5 Mbit/s, then 2 ms for each.
        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { Us(11_600), Us(13_600), Us(15_600) }));
        Assert.That(_link.Counters.BusyTime, Is.EqualTo(Duration.FromMicroseconds(5_600)));
    }

    [Test]
    public void A_higher_rate_brings_arrivals_forward()
    {
        Send(3);
        _simulation.Run(Us(500));
        _link.Rate = Mbit(100);
        _simulation.Run(Us(100_000));

        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { Us(10_550), Us(10_650), Us(10_750) }));
    }

    [Test]
    public void An_unlimited_rate_sends_all_that_waits_at_once()
    {
        Send(3);
        _simulation.Run(Us(500));
        _link.Rate = null;
        _simulation.Run(Us(100_000));

        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { Us(10_500), Us(10_500), Us(10_500) }));
    }

    [Test]
    public void What_has_departed_keeps_its_arrival()
    {
        Send(3);
        _simulation.Run(Us(2_500));
        _link.Rate = Mbit(1);
        _link.Delay = Ms(20);
        _simulation.Run(Us(100_000));

        // Two have departed at 1 and 2 ms; the third has 0.5 ms left, which now takes 5 ms.
        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { Us(11_000), Us(12_000), Us(27_500) }));
    }

    [Test]
    public void After_a_cut_of_the_delay_nothing_overtakes()
    {
        Send(3);
        _simulation.Run(Us(2_500));
        _link.Delay = Ms(1);
        Send(1);
        _simulation.Run(Us(100_000));

        // Without the rule the third would arrive at 4 ms, before the first.
        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { Us(11_000), Us(12_000), Us(12_000), Us(12_000) }));
        Assert.That(_sink.Numbers, Is.EqualTo(new[] { 0u, 1u, 2u, 0u }));
    }

    [Test]
    public void A_longer_delay_leaves_counters_at_the_departures()
    {
        Send(3);
        _simulation.Run(Us(1_500));
        _link.Delay = Ms(80);
        _simulation.Run(Us(2_000));

        Assert.That(_link.Counters.SentPackets, Is.EqualTo(2));
    }

    [Test]
    public void A_queue_limited_in_packets_knows_the_new_departures()
    {
        CreateLink(QueueLimit.OfPackets(2));
        Send(2);
        _simulation.Run(Us(500));
        _link.Rate = Mbit(1);
        // The first now departs at 0.5 + 5 ms.
        _simulation.Run(Us(5_499));
        Assert.That(Send(1), Is.EqualTo(SendResult.QueueFull));
        _simulation.Run(Us(5_500));
        Assert.That(Send(1), Is.EqualTo(SendResult.Queued));
    }

    [Test]
    public void A_queue_limited_in_bytes_keeps_its_bytes_and_one_limited_in_time_its_time()
    {
        CreateLink(QueueLimit.OfBytes(new ByteSize(2_500)));
        _link.Rate = Mbit(1);
        Assert.That(Send(3), Is.EqualTo(SendResult.QueueFull));
        Assert.That(_link.Counters.AcceptedPackets, Is.EqualTo(2));

        CreateLink(QueueLimit.OfTime(Ms(2)));
        _link.Rate = Mbit(20);
        Assert.That(Send(5), Is.EqualTo(SendResult.QueueFull));
        Assert.That(_link.Counters.AcceptedPackets, Is.EqualTo(4));
    }

    [Test]
    public void A_blocked_wire_loses_what_departs_and_delivers_what_had_departed()
    {
        Send(5);
        _simulation.Run(Us(2_500));
        _link.Block();
        _simulation.Run(Us(4_500));
        _link.Unblock();
        _simulation.Run(Us(100_000));

        // Departures at 1, 2, 3, 4 and 5 ms; those at 3 and 4 ms are lost.
        Assert.That(_sink.Numbers, Is.EqualTo(new[] { 0u, 1u, 4u }));
        Assert.That(_link.Counters.BlockDrops, Is.EqualTo(2));
        Assert.That(_link.Counters.SentPackets, Is.EqualTo(5));
    }

    [Test]
    public void A_block_longer_than_the_delay_loses_each_packet_once()
    {
        _link.Block();
        Send(5);
        _simulation.Run(Us(13_500));
        Assert.That(_link.Counters.BlockDrops, Is.EqualTo(3), "three would have arrived by now");
        _link.Unblock();
        Send(1);
        _simulation.Run(Us(100_000));

        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { Us(24_500) }));
        Assert.That(_link.Counters.BlockDrops, Is.EqualTo(5));
    }

    [Test]
    public void Each_block_needs_its_unblock()
    {
        _link.Block();
        _link.Block();
        _link.Unblock();
        Assert.That(_link.IsBlocked, Is.True);
        _link.Unblock();
        Assert.That(_link.IsBlocked, Is.False);
    }

    [Test]
    public void Discarding_the_queue_keeps_what_is_on_the_wire_and_frees_the_transmitter()
    {
        Send(5);
        _simulation.Run(Us(2_500));
        _link.DiscardQueue();
        Assert.That(_link.Counters.SentPackets, Is.EqualTo(2));
        Assert.That(_link.Counters.BusyTime, Is.EqualTo(Duration.FromMicroseconds(2_500)));
        Send(1);
        _simulation.Run(Us(100_000));

        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { Us(11_000), Us(12_000), Us(13_500) }));
    }

    // Whatever happens, each packet arrives once or is counted as dropped, in order, and the same seed gives the same.
    [Test]
    public void Random_changes_lose_no_packet_unaccounted([Range(1, 20)] int seed)
    {
        CreateLink(QueueLimit.OfPackets(20));
        RandomStream random = new((ulong)seed);
        uint sent = 0;
        int blocks = 0;
        for (int step = 1; step <= 2_000; step++)
        {
            _simulation.Run(_simulation.Now + new Duration(random.NextInt(2_000_000_000)));
            switch (random.NextInt(12))
            {
                case 0: _link.Rate = Mbit(1 + random.NextInt(100)); break;
                case 1: _link.Delay = Ms(random.NextInt(50)); break;
                case 2: _link.Block(); blocks++; break;
                case 3 when blocks > 0: _link.Unblock(); blocks--; break;
                case 4: _link.Loss = random.NextInt(2) * 0.1; break;
                case 5: _link.DiscardQueue(); break;
                default:
                    _link.Send(new Packet { Length = (ushort)(40 + random.NextInt(1_400)), SequenceNumber = sent++ }, _simulation.Now);
                    break;
            }
        }

        _simulation.Run(_simulation.Now + Duration.FromSeconds(10));

        Assert.That(_sink.Numbers, Is.Ordered.And.Unique, $"seed {seed}");
        Assert.That(_sink.Arrivals, Is.Ordered, $"seed {seed}");
        Assert.That(_sink.Numbers.Count + _link.Counters.DroppedPackets, Is.EqualTo(sent), $"seed {seed}");
    }

    private SendResult Send(int count)
    {
        SendResult last = default;
        for (uint i = 0; i < count; i++)
        {
            last = _link.Send(new Packet { SequenceNumber = i, Length = 1_250 - Packet.EthernetHeaderLength }, _simulation.Now);
        }

        return last;
    }

    private static BitRate Mbit(double rate) => BitRate.FromMegabitsPerSecond(rate);

    private static Duration Ms(int milliseconds) => Duration.FromMilliseconds(milliseconds);

    private static Instant Us(int microseconds) => Instant.Zero + Duration.FromMicroseconds(microseconds);
}
