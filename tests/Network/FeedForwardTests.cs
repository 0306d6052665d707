using System;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Sim.Network;
using Sim.Queues;

namespace Tests.Network;

public class FeedForwardTests
{
    // Windows below, at and above what the bottleneck and its queue hold (66 frames for each flow), so that it idles, queues and drops.
    [TestCase(10)]
    [TestCase(40)]
    [TestCase(90)]
    public void Telling_routers_ahead_of_time_gives_the_same_trace_with_fewer_events(int window)
    {
        ConstantWindowDumbbell plain = new(flows: 20, window, feedForward: false);
        ConstantWindowDumbbell ahead = new(flows: 20, window, feedForward: true);
        plain.RunFor(Duration.FromMilliseconds(1_000));
        ahead.RunFor(Duration.FromMilliseconds(1_000));

        Assert.That(ahead.ForwardingLinks, Is.EqualTo(2), "both directions of the bottleneck");
        Assert.That(plain.Delivered, Is.GreaterThan(1_000));
        Assert.That((ahead.Delivered, ahead.Trace), Is.EqualTo((plain.Delivered, plain.Trace)));
        Assert.That(ahead.Bottleneck.Counters, Is.EqualTo(plain.Bottleneck.Counters));
        Assert.That(ahead.Simulation.Events, Is.LessThan(0.7 * plain.Simulation.Events));
    }

    [Test]
    public void Links_that_may_change_do_not_forward_ahead()
    {
        TestNetwork network = Chain(out Cable core);
        core.AnnounceChange();

        Assert.That(Plan(network, ("a.nic1", "b.nic1"), ("b.nic1", "a.nic1")), Is.Zero);
    }

    [Test]
    public void A_router_that_may_be_blocked_is_not_told_ahead()
    {
        TestNetwork network = Chain(out _);
        network.Topology.FindRouter("r2")!.MayChange = true;

        Assert.That(Plan(network, ("a.nic1", "b.nic1")), Is.Zero);
    }

    [Test]
    public void A_link_that_two_links_feed_is_not_fed_ahead()
    {
        TestNetwork network = Chain(out _);

        Assert.That(Plan(network, ("a.nic1", "b.nic1"), ("c.nic1", "b.nic1")), Is.Zero);
    }

    [Test]
    public void A_link_in_the_plan_refuses_to_change()
    {
        TestNetwork network = Chain(out Cable core);
        Assert.That(Plan(network, ("a.nic1", "b.nic1")), Is.EqualTo(1));

        Assert.That(() => core.Change(new LinkChange(Delay: Duration.Zero)), Throws.TypeOf<InvalidOperationException>().With.Message.Contains("core.r1-r2"));
        Assert.That(() => network.Nic("b.nic1").Block(BlockPoint.Wire), Throws.TypeOf<InvalidOperationException>());
        Assert.That(network.Topology.FindRouter("r2")!.Block, Throws.TypeOf<InvalidOperationException>());
        Assert.That(network.Topology.FindRouter("r1")!.Block, Throws.Nothing);
    }

    [Test]
    public void Traffic_that_was_not_declared_passes_behind_what_the_link_has_heard_of()
    {
        TestNetwork network = Chain(out _);
        Plan(network, ("a.nic1", "b.nic1"));
        network.Send("a.nic1", "b.nic1");
        network.RunFor(Duration.FromMilliseconds(10));
        network.Send("c.nic1", "b.nic1");
        network.RunFor(Duration.FromMilliseconds(100));

        Assert.That(network["b"].Numbers, Is.EqualTo(new[] { 0u, 1u }));
    }

    // a - r1 - r2 - b, and c at r2.
    private static TestNetwork Chain(out Cable core)
    {
        TestNetwork network = new();
        LinkSpec spec = new() { Rate = BitRate.FromMegabitsPerSecond(100), Delay = Duration.FromMilliseconds(5), Queue = QueueLimit.OfPackets(100) };
        Router first = network.Topology.AddRouter("r1");
        Router second = network.Topology.AddRouter("r2");
        core = network.Topology.Connect("core", first, second, spec with { Delay = Duration.FromMilliseconds(20) }, spec);
        network.Topology.Connect("a", network.Nic("a.nic1"), first, spec, spec);
        network.Topology.Connect("b", network.Nic("b.nic1"), second, spec, spec);
        network.Topology.Connect("c", network.Nic("c.nic1"), second, spec, spec);
        network.Topology.Complete();
        return network;
    }

    private static int Plan(TestNetwork network, params (string From, string To)[] traffic) => FeedForward.Plan(
        network.Topology, Array.ConvertAll(traffic, pair => (Address(network, pair.From), Address(network, pair.To))));

    private static IpAddress Address(TestNetwork network, string nic) => network.Nic(nic).Addresses[0];
}
