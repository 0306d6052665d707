using System;
using NUnit.Framework;
using Protocols.Congestion;

namespace Tests.Bench;

/// <summary>What must hold of a dumbbell of any size, and does not depend on how fast the machine is.</summary>
public class DumbbellTests
{
    private const int Flows = 10;

    [Test]
    public void A_packet_hop_takes_at_most_seven_tenths_of_an_event()
    {
        Dumbbell dumbbell = new(Flows, () => new NewReno());

        dumbbell.Run(untilSeconds: 5);

        // Three links each way: the far end of the bottleneck needs no event, timers are lazy.
        double eventsPerHop = (double)dumbbell.Simulation.Events / dumbbell.Simulation.PacketHops;
        Assert.That(eventsPerHop, Is.InRange(0.6, 0.7));
    }

    [Test]
    public void Nothing_is_allocated_once_the_flows_are_under_way()
    {
        Dumbbell dumbbell = new(Flows, () => new NewReno());
        dumbbell.Run(untilSeconds: 30);
        long hops = dumbbell.Simulation.PacketHops;
        long before = GC.GetAllocatedBytesForCurrentThread();

        dumbbell.Run(untilSeconds: 35);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(dumbbell.Simulation.PacketHops - hops, Is.GreaterThan(100_000));
    }

    [Test]
    public void The_flows_fill_the_bottleneck([Values] bool cubic)
    {
        Dumbbell dumbbell = new(Flows, cubic ? () => new Cubic() : () => new NewReno());
        dumbbell.Run(untilSeconds: 10);
        long before = dumbbell.AcknowledgedBytes;

        dumbbell.Run(untilSeconds: 20);

        // Of a full frame of 1,514 bytes 1,428 are payload: 14 of Ethernet, 40 of IPv6, 20 of TCP and 12 of timestamps
        // are not. What arrived behind a gap before the ten seconds may be acknowledged within them: up to a window,
        // well below 1 %.
        double goodput = (dumbbell.AcknowledgedBytes - before) * 8 / 10.0 / dumbbell.Rate.BitsPerSecond;
        Assert.That(goodput, Is.InRange(0.93, 1.01 * 1428 / 1514));
        Assert.That(dumbbell.RetransmittedSegments, Is.GreaterThan(0), "a buffer of one BDP overflows");
    }

    [Test]
    public void The_same_dumbbell_gives_the_same_arrivals()
    {
        ulong first = TraceOf(Flows);
        ulong second = TraceOf(Flows);

        Assert.That(second, Is.EqualTo(first));
        Assert.That(TraceOf(Flows + 1), Is.Not.EqualTo(first), "the trace tells runs apart");
    }

    private static ulong TraceOf(int flows)
    {
        Dumbbell dumbbell = new(flows, () => new NewReno());
        dumbbell.Run(untilSeconds: 2);
        return dumbbell.Trace;
    }
}
