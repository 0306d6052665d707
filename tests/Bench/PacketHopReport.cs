using System;
using NUnit.Framework;
using Protocols.Core;
using Tests.Network;

namespace Tests.Bench;

/// <summary>
/// Prints what a packet-hop costs on this machine. Run it alone: <c>--filter FullyQualifiedName~PacketHopReport</c>.
/// </summary>
public class PacketHopReport
{
    private const int Repetitions = 15;

    [Test]
    [Explicit("Measures this machine, which other tests would disturb.")]
    public void Prints_the_processor_time_of_a_packet_hop(
        [Values(10, 100, 1_000, 10_000)] int flows, [Values(false, true)] bool feedForward)
    {
        ConstantWindowDumbbell dumbbell = new(flows, window: 40, feedForward);
        dumbbell.RunFor(Duration.FromSeconds(0.5));
        Duration slice = Duration.FromSeconds(Math.Clamp(200.0 / flows, 0.02, 10));
        double best = double.MaxValue;
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            long hops = dumbbell.Simulation.PacketHops;
            long before = ThreadClock.Nanoseconds;
            dumbbell.RunFor(slice);
            best = Math.Min(best, (ThreadClock.Nanoseconds - before) / (double)(dumbbell.Simulation.PacketHops - hops));
        }

        TestContext.Out.WriteLine($"{flows,6} flows, feed-forward {feedForward,-5}: {best,6:F1} ns per packet-hop, the best of {Repetitions} slices");
        Assert.That(best, Is.LessThan(1_000));
    }
}
