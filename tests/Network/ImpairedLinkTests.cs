using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;
using Sim.Network;

namespace Tests.Network;

/// <summary>Wires that lose packets in bursts, delay them differently, let them overtake, or deliver them twice.</summary>
public class ImpairedLinkTests
{
    private const int Packets = 20_000;

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

    // Gilbert: mean loss p / (p + r), mean burst 1 / r packets.
    [Test]
    public void Losses_of_the_simple_gilbert_model_come_in_bursts()
    {
        LossModel model = new(0.01, 0.25, 1, 0);
        Send(200_000, new LinkSpec { BurstLoss = model });
        List<int> bursts = BurstLengths(200_000);

        Assert.That(1 - _sink.Numbers.Count / 200_000.0, Is.EqualTo(model.MeanLoss).Within(5).Percent);
        Assert.That(bursts.Average(), Is.EqualTo(model.MeanBadStay).Within(5).Percent);
    }

    // Gilbert and Elliott with all four parameters: 0.25 x 0.5 + 0.75 x 0.02.
    [Test]
    public void The_share_lost_in_each_state_counts()
    {
        LossModel model = new(0.1, 0.3, 0.5, 0.02);
        Send(200_000, new LinkSpec { BurstLoss = model });

        Assert.That(1 - _sink.Numbers.Count / 200_000.0, Is.EqualTo(0.14).Within(3).Percent);
    }

    [Test]
    public void A_share_without_bursts_is_independent_loss()
    {
        Send(200_000, new LinkSpec { Loss = 0.1 });

        Assert.That(1 - _sink.Numbers.Count / 200_000.0, Is.EqualTo(0.1).Within(3).Percent);
        Assert.That(BurstLengths(200_000).Average(), Is.EqualTo(1 / 0.9).Within(3).Percent);
    }

    // Packets are 1 ms apart, the jitter is uniform over 10 ms: many would overtake, and none does.
    [Test]
    public void Jitter_without_reordering_keeps_the_order_and_the_bounds()
    {
        Send(Packets, new LinkSpec { Delay = Ms(20), Impairments = new Impairments { Jitter = Uniform(10, reorders: false) } });

        Assert.That(_sink.Numbers, Is.EqualTo(Enumerable.Range(0, Packets).Select(i => (uint)i)));
        Assert.That(Delays().Select(delay => delay.Milliseconds), Is.All.InRange(20, 30));
    }

    // The mean of uniform(0, 10 ms) is 5 ms; packet i overtakes its successor where its draw exceeds the other by 1 ms: 0.9^2 / 2.
    [Test]
    public void Jitter_with_reordering_is_the_distribution_itself()
    {
        Send(Packets, new LinkSpec { Delay = Ms(20), Impairments = new Impairments { Jitter = Uniform(10, reorders: true) } });
        Duration[] delays = [.. Delays()];
        Dictionary<uint, Instant> arrival = Enumerable.Range(0, Packets).ToDictionary(i => _sink.Numbers[i], i => _sink.Arrivals[i]);

        Assert.That(delays.Average(delay => delay.Milliseconds), Is.EqualTo(25).Within(0.1));
        Assert.That(
            Enumerable.Range(0, Packets - 1).Count(i => arrival[(uint)i] > arrival[(uint)i + 1]) / (double)Packets,
            Is.EqualTo(0.405).Within(3).Percent);
    }

    // netem: reorder 100 % gap 5 sends every fifth packet at once; the four before it take the delay.
    [Test]
    public void Every_fifth_packet_skips_the_delay()
    {
        Send(10, new LinkSpec { Delay = Ms(20), Impairments = new Impairments { Overtaking = new Overtaking(1, 5) } });

        Assert.That(_sink.Numbers, Is.EqualTo(new uint[] { 4, 9, 0, 1, 2, 3, 5, 6, 7, 8 }));
        Assert.That(_sink.Arrivals[0], Is.EqualTo(Instant.Zero + Ms(4)));
    }

    // netem: reorder 25 %, gap 1: each packet by itself.
    [Test]
    public void A_share_of_packets_skips_the_delay()
    {
        Send(Packets, new LinkSpec { Delay = Ms(20), Impairments = new Impairments { Overtaking = new Overtaking(0.25) } });

        Assert.That(Delays().Count(delay => delay == Duration.Zero) / (double)Packets, Is.EqualTo(0.25).Within(4).Percent);
    }

    [Test]
    public void Some_packets_come_twice_with_options_of_their_own()
    {
        Link link = Send(Packets, new LinkSpec { Delay = Ms(20), Impairments = new Impairments { Duplication = 0.1 } }, withOptions: true);

        Assert.That(_sink.Numbers.Count - Packets, Is.EqualTo(link.Counters.DuplicatedPackets));
        Assert.That(link.Counters.DuplicatedPackets / (double)Packets, Is.EqualTo(0.1).Within(6).Percent);
        Assert.That(link.Counters.SentPackets, Is.EqualTo(Packets));
        Assert.That(_sink.Numbers.Distinct().Count(), Is.EqualTo(Packets));
        Assert.That(_fabric.Packets.Options.Rented, Is.EqualTo(_sink.Numbers.Count));
    }

    [Test]
    public void What_departs_into_a_block_is_lost_also_when_it_would_arrive_behind_it()
    {
        LinkSpec spec = new() { Delay = Ms(20), Impairments = new Impairments { Jitter = Uniform(0, reorders: true) } };
        Link link = New(spec);
        _simulation.RunAt(Instant.Zero + Ms(10.5), link.Block);
        _simulation.RunAt(Instant.Zero + Ms(15.5), link.Unblock);
        Send(20, link, withOptions: true);

        Assert.That(_sink.Numbers, Is.EqualTo(Enumerable.Range(0, 20).Where(i => i is < 11 or > 15).Select(i => (uint)i)));
        Assert.That(link.Counters.BlockDrops, Is.EqualTo(5));
        Assert.That(_fabric.Packets.Options.Rented, Is.EqualTo(15));
    }

    [Test]
    public void Each_impairment_draws_numbers_of_its_own()
    {
        Impairments jitter = new() { Jitter = Uniform(10, reorders: true) };
        Send(1_000, new LinkSpec { Delay = Ms(20), Impairments = jitter });
        List<Duration> alone = [.. Delays()];
        CreateFabric();
        Send(1_000, new LinkSpec { Delay = Ms(20), Loss = 0.2, Impairments = jitter });

        Assert.That(Delays(), Is.SubsetOf(alone));
    }

    private static Jitter Uniform(double milliseconds, bool reorders) =>
        new(random => Duration.FromSeconds(random.NextUniform(0, milliseconds / 1_000)), reorders);

    private Link Send(int packets, LinkSpec spec, bool withOptions = false)
    {
        Link link = New(spec);
        Send(packets, link, withOptions);
        return link;
    }

    private Link New(LinkSpec spec) => new(_fabric, "link", spec, _sink);

    /// <summary>Sends packet i at i milliseconds.</summary>
    private void Send(int packets, Link link, bool withOptions)
    {
        for (int i = 0; i < packets; i++)
        {
            uint number = (uint)i;
            _simulation.RunAt(Instant.Zero + Ms(i), () => link.Send(
                new Packet { SequenceNumber = number, Length = 1_500, Options = withOptions ? _fabric.Packets.Options.Rent() : 0 },
                _simulation.Now));
        }

        _simulation.Run(Instant.Zero + Ms(packets + 1_000));
    }

    private IEnumerable<Duration> Delays() =>
        _sink.Numbers.Zip(_sink.Arrivals, (number, arrival) => arrival - (Instant.Zero + Ms(number)));

    private List<int> BurstLengths(int packets)
    {
        HashSet<uint> arrived = [.. _sink.Numbers];
        List<int> bursts = [];
        int length = 0;
        for (uint i = 0; i < packets; i++)
        {
            if (!arrived.Contains(i))
            {
                length++;
            }
            else if (length > 0)
            {
                bursts.Add(length);
                length = 0;
            }
        }

        return bursts;
    }

    private static Duration Ms(double milliseconds) => Duration.FromSeconds(milliseconds / 1_000);
}
