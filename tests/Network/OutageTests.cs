using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Sim.Network;

namespace Tests.Network;

/// <summary>The paper's network: three hosts at two providers that peer.</summary>
public class OutageTests
{
    private static readonly LinkSpec _access = new() { Rate = BitRate.FromMegabitsPerSecond(10), Delay = Ms(5) };

    private TestNetwork _network = null!;

    [SetUp]
    public void CreateNetwork() => _network = TestNetwork.TwoProviders(_access, new LinkSpec { Delay = Ms(1) });

    // A provider's block takes paths inside it and across it, and leaves those of the other provider alone.
    [TestCase(BlockPoint.Wire)]
    [TestCase(BlockPoint.Sender)]
    [TestCase(BlockPoint.Receiver)]
    public void A_blocked_provider_passes_nothing_from_or_to_its_customers(BlockPoint where)
    {
        Target("isp2").Block(where);

        Assert.That(Passes("push.nic1", "server.nic1"), Is.True);
        Assert.That(Passes("push.nic2", "server.nic2"), Is.False);
        Assert.That(Passes("push.nic1", "server.nic2"), Is.False);
        Assert.That(Passes("push.nic2", "server.nic1"), Is.False);

        Target("isp2").Unblock();
        Assert.That(Passes("push.nic2", "server.nic2"), Is.True);
        Assert.That(Passes("push.nic1", "server.nic2"), Is.True);
    }

    [Test]
    public void A_provider_that_is_blocked_silently_drops_while_senders_count_on()
    {
        Target("isp2").Block(BlockPoint.Wire);
        SendResult result = _network.Send("push.nic2", "server.nic2");
        _network.RunFor(Ms(100));

        Assert.That(result, Is.EqualTo(SendResult.Queued));
        Assert.That(_network.Nic("push.nic2").TransmittedPackets, Is.EqualTo(1));
        Assert.That(_network.Topology.FindRouter("isp2")?.BlockedPackets, Is.EqualTo(1));
    }

    [Test]
    public void A_blocked_peering_parts_the_providers_only()
    {
        Target("peering").Block(BlockPoint.Wire);

        Assert.That(Passes("push.nic1", "server.nic2"), Is.False);
        Assert.That(Passes("push.nic1", "server.nic1"), Is.True);
        Target("peering").Unblock();
        Assert.That(Passes("push.nic1", "server.nic2"), Is.True);
    }

    [Test]
    public void Blocks_of_different_targets_on_the_same_path_are_independent()
    {
        Target("isp2").Block(BlockPoint.Sender);
        Target("peering").Block(BlockPoint.Wire);
        Target("isp2").Unblock();
        Assert.That(Passes("push.nic1", "server.nic2"), Is.False, "the peering's own block is still there");

        Target("peering").Unblock();
        Target("peering").Unblock();
        Assert.That(Passes("push.nic1", "server.nic2"), Is.True);
    }

    [Test]
    public void A_second_block_of_a_target_replaces_the_first()
    {
        Target("isp2").Block(BlockPoint.Wire);
        Target("isp2").Block(BlockPoint.Sender);
        Target("push.nic2").Block(BlockPoint.Wire);
        Target("push.nic2").Block(BlockPoint.Receiver);
        Target("isp2").Unblock();
        Target("push.nic2").Unblock();

        Assert.That(Passes("push.nic2", "server.nic2"), Is.True);
        Assert.That(Passes("server.nic2", "push.nic2"), Is.True);
    }

    [Test]
    public void The_swap_of_two_blocks_at_one_instant_leaves_exactly_one_provider_open()
    {
        _network.Simulation.RunAt(At(25), () => Target("isp2").Block(BlockPoint.Wire));
        _network.Simulation.RunAt(At(50), () => Target("isp2").Unblock());
        _network.Simulation.RunAt(At(50), () => Target("isp1").Block(BlockPoint.Wire));
        for (int i = 0; i < 70; i++)
        {
            _network.Simulation.RunAt(At(i), () => _network.Send("push.nic1", "server.nic1", 64));
            _network.Simulation.RunAt(At(i), () => _network.Send("push.nic2", "server.nic2", 64));
        }

        _network.RunFor(Ms(200));

        // A packet sent at i reaches its provider at i + 5.0512 ms: 44 and earlier pass isp1; 19 and earlier, 45 and later isp2.
        Assert.That(_network.Nic("server.nic1").ReceivedPackets, Is.EqualTo(45));
        Assert.That(_network.Nic("server.nic2").ReceivedPackets, Is.EqualTo(20 + 25));
    }

    [Test]
    public void A_provider_s_change_concerns_all_its_access_links_in_both_directions()
    {
        Target("isp1").Change(new LinkChange(BitRate.FromMegabitsPerSecond(2), Ms(80), 0.5));

        Nic[] customers = [.. _network.Topology.Nics.Where(nic => nic.Name == "nic1")];
        Assert.That(customers, Has.Length.EqualTo(3));
        foreach (Link link in customers.SelectMany(nic => (Link[])[nic.Outgoing, nic.Incoming]))
        {
            Assert.That((link.Rate, link.Delay, link.Loss), Is.EqualTo((BitRate.FromMegabitsPerSecond(2), Ms(80), 0.5)));
        }

        Assert.That(_network.Nic("push.nic2").Outgoing.Delay, Is.EqualTo(Ms(5)));
    }

    [Test]
    public void A_change_leaves_what_it_does_not_name()
    {
        Target("push.nic1").Change(new LinkChange(Loss: 0.25));

        Link link = _network.Nic("push.nic1").Outgoing;
        Assert.That((link.Rate, link.Delay, link.Loss), Is.EqualTo((BitRate.FromMegabitsPerSecond(10), Ms(5), 0.25)));
    }

    private ITimelineTarget Target(string name) => _network.Topology.FindTarget(name)!;

    private bool Passes(string from, string to)
    {
        Station station = _network[to.Split('.')[0]];
        int before = station.Received.Count;
        _network.Send(from, to);
        _network.RunFor(Ms(500));
        return station.Received.Count > before;
    }

    private static Duration Ms(int milliseconds) => Duration.FromMilliseconds(milliseconds);

    private static Instant At(int milliseconds) => Instant.Zero + Ms(milliseconds);
}
