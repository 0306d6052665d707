using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;
using Sim.Network;
using Sim.Queues;

namespace Tests.Network;

/// <summary>Links with a queue discipline or a trace: packets are held until they depart.</summary>
public class QueuedLinkTests
{
    private Simulation _simulation = null!;
    private Fabric _fabric = null!;
    private Sink _sink = null!;

    [SetUp]
    public void CreateFabric()
    {
        _simulation = new Simulation(seed: 1);
        _fabric = new Fabric(_simulation, new PacketContext());
        _sink = new Sink();
    }

    // The same packets, changes of rate and delay, blocks and discards on a link that computes departures and on one that waits for
    // them: all that can be seen from outside is the same.
    [Test]
    public void A_link_that_holds_packets_does_what_one_does_that_computes_departures([Range(1, 20)] int seed)
    {
        LinkSpec spec = new() { Rate = Mbit(10), Delay = Ms(3), Loss = 0.05 };

        (List<Instant> arrivals, List<uint> numbers, LinkCounters counters) = Run(spec, (ulong)seed);
        (List<Instant> held, List<uint> heldNumbers, LinkCounters heldCounters) =
            Run(spec with { Discipline = _ => new DropTail(QueueLimit.None) }, (ulong)seed);

        Assert.That(heldNumbers, Is.EqualTo(numbers));
        Assert.That(held.Zip(arrivals, (one, other) => (one - other).Picoseconds), Is.All.InRange(-1_000, 1_000));
        Assert.That(
            (heldCounters.SentPackets, heldCounters.SentBytes, heldCounters.QueueDrops, heldCounters.LossDrops, heldCounters.BlockDrops),
            Is.EqualTo((counters.SentPackets, counters.SentBytes, counters.QueueDrops, counters.LossDrops, counters.BlockDrops)));
        Assert.That(heldCounters.BusyTime.Seconds, Is.EqualTo(counters.BusyTime.Seconds).Within(1e-6));
    }

    // mm-link with the trace "1": an IP packet of 1,500 bytes, and the 4 of the TUN device, takes a whole opportunity each millisecond.
    [Test]
    public void On_a_delivery_trace_one_full_packet_leaves_at_each_opportunity()
    {
        Link link = NewLink(new LinkSpec { Trace = new DeliveryTrace([1]), Delay = Ms(10) });
        SendAt(0.5, link, 1_500, 1_500, 1_500);
        SendAt(7.2, link, 1_500);
        _simulation.Run(At(1_000));

        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { At(11), At(12), At(13), At(18) }));
    }

    // 748 + 4 bytes are half an opportunity; 1,000 + 4 take the rest of the second one and 252 bytes of the third.
    [Test]
    public void Small_packets_share_an_opportunity_and_one_may_need_two()
    {
        Link link = NewLink(new LinkSpec { Trace = new DeliveryTrace([10]), Delay = Duration.Zero });
        SendAt(0, link, 748, 748, 748, 1_000, 748);
        _simulation.Run(At(1_000));

        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { At(10), At(10), At(20), At(30), At(30) }));
    }

    [Test]
    public void An_opportunity_that_finds_nothing_is_lost()
    {
        Link link = NewLink(new LinkSpec { Trace = new DeliveryTrace([5, 6, 7, 100]) });
        SendAt(6.5, link, 1_500, 1_500);
        _simulation.Run(At(1_000));

        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { At(7), At(100) }));
    }

    // 1,514 bytes are 12,112 bits: 8,000 of them in the first millisecond at 8 Mbit/s, none in the second, 4,112 at 2 Mbit/s.
    [Test]
    public void A_frame_that_is_under_way_when_the_rate_changes_goes_on_at_the_new_one()
    {
        RateTable table = new([(Duration.Zero, Mbit(8)), (Ms(1), Mbit(0)), (Ms(2), Mbit(2))]);
        Link link = NewLink(new LinkSpec { Trace = table });
        SendAt(0, link, 1_500, 1_500);
        _simulation.Run(At(1_000));

        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { At(2 + 2.056), At(2 + 2.056 + 6.056) }));
    }

    [Test]
    public void In_an_outage_without_end_packets_wait_until_the_rate_is_set()
    {
        RateTable table = new([(Duration.Zero, Mbit(8)), (Ms(1), Mbit(0))]);
        Link link = NewLink(new LinkSpec { Trace = table });
        SendAt(0.5, link, 1_486, 1_486);
        _simulation.RunAt(At(500), () => link.Rate = Mbit(12));
        _simulation.Run(At(1_000));

        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { At(501), At(502) }));
        Assert.That(link.Rate, Is.EqualTo(Mbit(12)));
    }

    // tbf: the burst leaves at the line's speed, here at once, the rest at 12.112 Mbit/s.
    [Test]
    public void A_token_bucket_that_keeps_the_rate_lets_bursts_go_at_once()
    {
        Link link = NewLink(new LinkSpec
        {
            Rate = new BitRate(12_112_000),
            Delay = Ms(5),
            Discipline = _ => new TokenBucket(new TokenBucketSettings { Burst = new ByteSize(2 * 1_514) }),
        });
        SendAt(0, link, 1_500, 1_500, 1_500, 1_500);
        SendAt(10, link, 1_500, 1_500);
        _simulation.Run(At(1_000));

        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { At(5), At(5), At(6), At(7), At(15), At(15) }));
        Assert.That(link.Rate, Is.EqualTo(new BitRate(12_112_000)));
    }

    [Test]
    public void A_token_bucket_with_a_rate_of_its_own_sends_at_the_line_s_rate()
    {
        Link link = NewLink(new LinkSpec
        {
            Rate = new BitRate(10 * 12_112_000),
            Discipline = _ => new TokenBucket(new TokenBucketSettings { Rate = new BitRate(12_112_000), Burst = new ByteSize(1_514) }),
        });
        SendAt(0, link, 1_500, 1_500);
        _simulation.Run(At(1_000));

        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { At(0.1), At(1.1) }));
    }

    // CoDel on 12.112 Mbit/s, offered twice that: the head is dropped, and what leaves is ever younger.
    [Test]
    public void A_drop_at_the_head_counts_as_a_drop_of_the_queue_and_gives_its_options_back()
    {
        Link link = NewLink(new LinkSpec
        {
            Rate = new BitRate(12_112_000),
            Discipline = _ => new CoDel(new CoDelSettings(), QueueLimit.None),
        });
        for (int i = 0; i < 2_000; i++)
        {
            uint number = (uint)i;
            _simulation.RunAt(At(i * 0.5), () => link.Send(
                new Packet { SequenceNumber = number, Length = 1_500, Options = _fabric.Packets.Options.Rent() }, _simulation.Now));
        }

        _simulation.Run(At(1_000));
        LinkCounters counters = link.Counters;

        // Offered 2,000, sent one each millisecond; the delay is above 5 ms from 10 ms on, so the first drop comes at 110 ms.
        Assert.That(counters.SentPackets, Is.EqualTo(1_000).Within(1));
        Assert.That(counters.QueueDrops, Is.GreaterThan(20));
        Assert.That(_sink.Numbers.Count + counters.QueueDrops + link.Counters.BacklogBytes / 1_514, Is.EqualTo(2_000));
        Assert.That(_sink.Numbers.Take(105), Is.EqualTo(Enumerable.Range(0, 105).Select(i => (uint)i)));
        Assert.That(_fabric.Packets.Options.Rented, Is.EqualTo(_sink.Numbers.Count + counters.BacklogBytes / 1_514));
    }

    // The NIC's observer learns of a departure when the transmission begins, of a change of it, and of drops by the queue.
    [Test]
    public void The_sending_NIC_is_told_of_departures_and_drops()
    {
        TestNetwork network = new();
        LinkSpec spec = new() { Rate = new BitRate(12_112_000), Discipline = _ => new DropTail(QueueLimit.OfPackets(2)) };
        network.Topology.Connect("cable", network.Nic("a.nic1"), network.Nic("b.nic1"), spec, spec);
        network.Topology.Complete();
        Nic nic = network.Nic("a.nic1");
        DepartureLog log = new();
        nic.Observe(log);
        for (int i = 0; i < 4; i++)
        {
            network.Send("a.nic1", "b.nic1");
        }

        network.RunFor(Ms(0.5));
        nic.Outgoing.Rate = new BitRate(6_056_000);
        network.RunFor(Ms(2.5));
        nic.SetDown();
        network.RunFor(Ms(10));

        // One on the line and two behind it; the fourth finds the queue full. At half the rate the first takes 1 ms more from 0.5 ms
        // on, the second departs 2 ms later, at 3.5 ms: the NIC goes down before.
        Assert.That(log.Lines, Is.EqualTo(new[]
        {
            "0 departs 1", "3 dropped", "0 not 1", "0 departs 1.5", "1 departs 3.5", "2 dropped", "1 not 3.5", "1 dropped",
        }));
        Assert.That((nic.TransmittedPackets, nic.DroppedPackets, network["b"].Numbers.Count), Is.EqualTo((1L, 3L, 1)));
    }

    [Test]
    public void A_limit_of_the_queue_holds_on_a_trace()
    {
        Link link = NewLink(new LinkSpec { Trace = new DeliveryTrace([1]), Queue = QueueLimit.OfPackets(3) });
        SendAt(0.5, link, 1_500, 1_500, 1_500, 1_500, 1_500);
        _simulation.Run(At(1_000));

        Assert.That((_sink.Numbers.Count, link.Counters.QueueDrops), Is.EqualTo((3, 2L)));
    }

    private (List<Instant> Arrivals, List<uint> Numbers, LinkCounters Counters) Run(LinkSpec spec, ulong seed)
    {
        CreateFabric();
        Link link = NewLink(spec);
        RandomStream random = new(seed);
        uint sent = 0;
        bool isBlocked = false;
        Instant now = At(0);
        for (int i = 0; i < 400; i++)
        {
            now += Duration.FromSeconds(random.NextExponential(0.001));
            _simulation.Run(now);
            switch (random.NextInt(40))
            {
                case 0:
                    link.Rate = Mbit(1 + random.NextInt(20));
                    break;
                case 1:
                    link.Delay = new Duration(random.NextInt(1_000_000_000) * 5L);
                    break;
                case 2 when isBlocked:
                    link.Unblock();
                    isBlocked = false;
                    break;
                case 2:
                    link.Block();
                    isBlocked = true;
                    break;
                case 3:
                    link.DiscardQueue();
                    break;
                default:
                    link.Send(new Packet { SequenceNumber = sent++, Length = (ushort)(40 + random.NextInt(1_460)) }, now);
                    break;
            }
        }

        _simulation.Run(now + Ms(1_000));
        return (_sink.Arrivals, _sink.Numbers, link.Counters);
    }

    private sealed class DepartureLog : INicObserver
    {
        public List<string> Lines { get; } = [];

        public void Transmitted(in Packet packet, Instant departure) => Lines.Add($"{packet.SequenceNumber} departs {Text(departure)}");

        public void TransmitRevoked(in Packet packet, Instant departure) => Lines.Add($"{packet.SequenceNumber} not {Text(departure)}");

        public void Received(in Packet packet, Instant at) => Lines.Add($"{packet.SequenceNumber} received {Text(at)}");

        public void Dropped(in Packet packet) => Lines.Add($"{packet.SequenceNumber} dropped");

        private static string Text(Instant at) => at.SinceStart.Milliseconds.ToString(CultureInfo.InvariantCulture);
    }

    private Link NewLink(LinkSpec spec) => new(_fabric, "link", spec, _sink);

    private void SendAt(double milliseconds, Link link, params ushort[] lengths) => _simulation.RunAt(At(milliseconds), () =>
    {
        foreach (ushort length in lengths)
        {
            link.Send(new Packet { Length = length }, _simulation.Now);
        }
    });

    private static Duration Ms(double milliseconds) => Duration.FromSeconds(milliseconds / 1_000);

    private static Instant At(double milliseconds) => Instant.Zero + Ms(milliseconds);

    private static BitRate Mbit(double megabits) => BitRate.FromMegabitsPerSecond(megabits);
}
