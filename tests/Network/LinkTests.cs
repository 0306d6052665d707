using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;
using Sim.Network;
using Sim.Queues;

namespace Tests.Network;

public class LinkTests
{
    private const int FullFrame = 1514;

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

    // Frame length x 8 / rate, exact: 1514 B at 10 Mbit/s = 1211.2 us.
    [TestCase("10 Mbit/s", 1514, 1_211_200_000)]
    [TestCase("10 Mbit/s", 1230 + 308, 1_230_400_000)]
    [TestCase("1 Gbit/s", 1514, 12_112_000)]
    [TestCase("100 Gbit/s", 1514, 121_120)]
    [TestCase("100 Gbit/s", 54, 4_320)]
    [TestCase("3 Mbit/s", 1000, 2_666_666_667)]
    [TestCase("7 Mbit/s", 65_549, 74_913_142_857)]
    [TestCase("56 kbit/s", 1514, 216_285_714_286)]
    public void A_frame_takes_its_length_over_the_rate(string rate, int frame, long picoseconds)
    {
        Assert.That(BitRate.TryParse(rate, out BitRate parsed), Is.True);
        Link link = NewLink(new LinkSpec { Rate = parsed, Delay = Ms(5), Mtu = ushort.MaxValue });
        Send(link, 1, frame);
        _simulation.Run(At(1_000));

        Assert.That(_sink.Arrivals, Is.EqualTo(new[] { At(5) + new Duration(picoseconds) }));
    }

    [Test]
    public void Frames_leave_one_after_the_other_and_arrive_a_delay_later()
    {
        Link link = NewLink(new LinkSpec { Rate = Mbit(10), Delay = Ms(20) });
        Send(link, 1, FullFrame);
        Send(link, 2, 54);
        Send(link, 3, FullFrame);
        _simulation.Run(At(1_000));

        Assert.That(_sink.Arrivals, Is.EqualTo(new[]
        {
            At(20) + Us(1_211.2), At(20) + Us(1_211.2 + 43.2), At(20) + Us(1_211.2 + 43.2 + 1_211.2),
        }));
        Assert.That(_sink.Numbers, Is.EqualTo(new[] { 1u, 2u, 3u }));
    }

    [Test]
    public void Without_a_rate_sending_takes_no_time_and_keeps_the_order()
    {
        Link link = NewLink(new LinkSpec { Delay = Ms(1) });
        for (uint i = 0; i < 20; i++)
        {
            Send(link, i, FullFrame);
        }

        _simulation.Run(At(10));

        Assert.That(_sink.Arrivals, Is.All.EqualTo(At(1)).And.Exactly(20).Items);
        Assert.That(_sink.Numbers, Is.Ordered);
    }

    // One frame in transmission and what fits behind it: 5 x 1514 B = 7570 B, or 6.056 ms at 10 Mbit/s.
    [TestCase("bytes", 7_570, 5)]
    [TestCase("bytes", 7_569, 4)]
    [TestCase("bytes", 0, 1)]
    [TestCase("microseconds", 6_056, 5)]
    [TestCase("microseconds", 6_055, 4)]
    [TestCase("packets", 5, 5)]
    [TestCase("packets", 0, 1)]
    public void A_full_queue_drops_what_comes(string kind, int limit, int accepted)
    {
        QueueLimit queue = kind switch
        {
            "bytes" => QueueLimit.OfBytes(new ByteSize(limit)),
            "microseconds" => QueueLimit.OfTime(Duration.FromMicroseconds(limit)),
            _ => QueueLimit.OfPackets(limit),
        };
        Link link = NewLink(new LinkSpec { Rate = Mbit(10), Queue = queue });
        List<SendResult> results = [.. Enumerable.Range(0, 10).Select(i => Send(link, (uint)i, FullFrame))];
        _simulation.Run(At(100));

        Assert.That(results.Count(result => result == SendResult.Queued), Is.EqualTo(accepted));
        Assert.That(results.Skip(accepted), Is.All.EqualTo(SendResult.QueueFull));
        Assert.That(_sink.Numbers, Has.Count.EqualTo(accepted));
        Assert.That(link.Counters.QueueDrops, Is.EqualTo(10 - accepted));
    }

    [Test]
    public void A_queue_limited_in_packets_has_room_again_at_each_departure()
    {
        Link link = NewLink(new LinkSpec { Rate = Mbit(10), Queue = QueueLimit.OfPackets(2), Delay = Ms(50) });
        Send(link, 1, FullFrame);
        Send(link, 2, FullFrame);
        _simulation.Run(Instant.Zero + Us(1_211.2) - new Duration(1));
        SendResult justBefore = Send(link, 3, FullFrame);
        _simulation.Run(Instant.Zero + Us(1_211.2));

        Assert.That(justBefore, Is.EqualTo(SendResult.QueueFull));
        Assert.That(Send(link, 4, FullFrame), Is.EqualTo(SendResult.Queued));
        Assert.That(Send(link, 5, FullFrame), Is.EqualTo(SendResult.QueueFull));
    }

    [Test]
    public void One_bandwidth_delay_product_is_the_bytes_of_one_round_trip()
    {
        // 100 Mbit/s x 40 ms = 500,000 B.
        Assert.That(QueueLimit.OfBandwidthDelayProduct(Mbit(100), Ms(40)), Is.EqualTo(QueueLimit.OfBytes(new ByteSize(500_000))));
    }

    [Test]
    public void A_packet_larger_than_the_MTU_is_dropped_and_counted()
    {
        Link link = NewLink(new LinkSpec { Rate = Mbit(10), Mtu = 1_400 });

        Assert.That(Send(link, 1, 1_400 + 14), Is.EqualTo(SendResult.Queued));
        Assert.That(Send(link, 2, 1_401 + 14), Is.EqualTo(SendResult.TooLarge));
        Assert.That(link.Counters.OversizeDrops, Is.EqualTo(1));
    }

    [Test]
    public void A_dropped_packet_gives_its_options_back()
    {
        PacketOptionPool options = _fabric.Packets.Options;
        Link link = NewLink(new LinkSpec { Rate = Mbit(10), Queue = QueueLimit.OfPackets(1), Loss = 1 });
        for (int i = 0; i < 3; i++)
        {
            link.Send(new Packet { Length = 1_500, Options = options.Rent() }, _simulation.Now);
        }

        Assert.That(options.Rented, Is.EqualTo(1));
        _simulation.Run(At(10));
        Assert.That(options.Rented, Is.Zero);
        Assert.That(link.Counters.LossDrops, Is.EqualTo(1));
    }

    // Binomial: n = 100,000, p = 0.01, standard deviation 31.5.
    [Test]
    public void Random_loss_takes_its_share_on_the_wire()
    {
        Link link = NewLink(new LinkSpec { Loss = 0.01 });
        for (uint i = 0; i < 100_000; i++)
        {
            Send(link, i, 100);
        }

        _simulation.Run(At(1));

        Assert.That(link.Counters.LossDrops, Is.EqualTo(1_000).Within(4 * 31.5));
        Assert.That(_sink.Numbers, Has.Count.EqualTo(100_000 - link.Counters.LossDrops));
        Assert.That(link.Counters.SentPackets, Is.EqualTo(100_000), "a lost packet was sent");
    }

    [Test]
    public void Frames_count_as_sent_when_they_have_departed()
    {
        Link link = NewLink(new LinkSpec { Rate = Mbit(10), Delay = Ms(100) });
        for (uint i = 0; i < 20; i++)
        {
            Send(link, i, FullFrame);
        }

        _simulation.Run(Instant.Zero + Us(1_211.2) * 7);
        LinkCounters counters = link.Counters;

        Assert.That((counters.SentPackets, counters.SentBytes), Is.EqualTo((7L, 7L * FullFrame)));
        Assert.That(counters.BusyTime, Is.EqualTo(Us(1_211.2) * 7));
        Assert.That(counters.PeakBacklog, Is.EqualTo(Us(1_211.2) * 20));
    }

    [Test]
    public void Utilisation_and_queueing_delay_are_over_the_time_between_two_readings()
    {
        Link link = NewLink(new LinkSpec { Rate = Mbit(10) });
        Send(link, 1, FullFrame);
        _simulation.Run(At(10));
        LinkCounters start = link.Counters;
        for (uint i = 0; i < 3; i++)
        {
            Send(link, i, 1_250);
        }

        _simulation.Run(At(20));

        // 3 x 1 ms of 10 ms; the three waited 0, 1 and 2 ms.
        Assert.That(link.Counters.UtilisationSince(start), Is.EqualTo(0.3).Within(1e-12));
        Assert.That(link.Counters.MeanQueueingDelaySince(start), Is.EqualTo(Ms(1)));
    }

    [TestCase(0)]
    [TestCase(-5)]
    public void A_rate_must_be_positive(long bitsPerSecond) => Assert.That(
        () => NewLink(new LinkSpec { Rate = new BitRate(bitsPerSecond) }), Throws.TypeOf<ArgumentOutOfRangeException>());

    private Link NewLink(LinkSpec spec) => new(_fabric, "link", spec, _sink);

    private SendResult Send(Link link, uint number, int frame) =>
        link.Send(new Packet { SequenceNumber = number, Length = (ushort)(frame - Packet.EthernetHeaderLength) }, _simulation.Now);

    private static BitRate Mbit(double rate) => BitRate.FromMegabitsPerSecond(rate);

    private static Duration Ms(int milliseconds) => Duration.FromMilliseconds(milliseconds);

    private static Duration Us(double microseconds) => Duration.FromNanoseconds((long)Math.Round(microseconds * 1_000));

    private static Instant At(int milliseconds) => Instant.Zero + Ms(milliseconds);
}
