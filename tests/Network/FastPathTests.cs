using System;
using NUnit.Framework;
using Protocols.Core;
using Sim.Network;

namespace Tests.Network;

public class FastPathTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void A_packet_hop_allocates_nothing_once_warm(bool feedForward)
    {
        ConstantWindowDumbbell dumbbell = new(flows: 50, window: 50, feedForward);
        dumbbell.RunFor(Duration.FromSeconds(4));
        long hops = dumbbell.Simulation.PacketHops;
        long before = GC.GetAllocatedBytesForCurrentThread();
        dumbbell.RunFor(Duration.FromSeconds(4));

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(dumbbell.Simulation.PacketHops - hops, Is.GreaterThan(500_000));
    }

    [TestCase(false, 1.02)]
    [TestCase(true, 0.68)]
    public void A_packet_hop_costs_one_event_or_two_thirds_of_one_with_feed_forward(bool feedForward, double eventsPerHop)
    {
        ConstantWindowDumbbell dumbbell = new(flows: 20, window: 40, feedForward);
        dumbbell.RunFor(Duration.FromSeconds(2));

        Assert.That(dumbbell.Simulation.Events, Is.LessThan(eventsPerHop * dumbbell.Simulation.PacketHops));
    }

    [Test]
    public void The_bottleneck_is_full_when_the_windows_exceed_its_bandwidth_delay_product()
    {
        // 20 x 10 Mbit/s x 40 ms = 660 frames; 20 x 40 = 800 are under way.
        ConstantWindowDumbbell dumbbell = new(flows: 20, window: 40, feedForward: true);
        dumbbell.RunFor(Duration.FromSeconds(1));
        LinkCounters start = dumbbell.Bottleneck.Counters;
        dumbbell.RunFor(Duration.FromSeconds(1));

        Assert.That(dumbbell.Bottleneck.Counters.UtilisationSince(start), Is.EqualTo(1).Within(1e-9));
        Assert.That(dumbbell.Bottleneck.Counters.QueueDrops, Is.Zero);
    }

    [Test]
    public void The_same_seed_gives_the_same_trace_and_another_seed_another()
    {
        ulong TraceOf(ulong seed)
        {
            ConstantWindowDumbbell dumbbell = new(flows: 5, window: 40, feedForward: true, seed);
            dumbbell.RunFor(Duration.FromMilliseconds(500));
            return dumbbell.Trace;
        }

        ulong first = TraceOf(7);
        ulong again = TraceOf(7);
        Assert.That(again, Is.EqualTo(first));
        Assert.That(TraceOf(8), Is.Not.EqualTo(first));
    }
}
