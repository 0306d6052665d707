using System;
using System.Diagnostics;
using NUnit.Framework;
using Protocols.Core;
using Tests.Network;

namespace Tests.Bench;

/// <summary>Prints what a packet-hop costs on this machine. Run it alone: <c>--filter FullyQualifiedName~PacketHopReport</c>.</summary>
public class PacketHopReport
{
    [Test]
    [Explicit("Measures this machine, which other tests would disturb.")]
    public void Prints_the_processor_time_of_a_packet_hop(
        [Values(10, 100, 1_000, 10_000)] int flows, [Values(false, true)] bool feedForward)
    {
        Dumbbell dumbbell = new(flows, window: 40, feedForward);
        dumbbell.RunFor(Duration.FromSeconds(0.5));
        Duration slice = Duration.FromSeconds(Math.Clamp(200.0 / flows, 0.05, 2));
        double best = double.MaxValue;
        using Process process = Process.GetCurrentProcess();
        for (int repetition = 0; repetition < 7; repetition++)
        {
            long hops = dumbbell.Simulation.PacketHops;
            process.Refresh();
            TimeSpan before = process.UserProcessorTime;
            dumbbell.RunFor(slice);
            process.Refresh();
            double nanoseconds = (process.UserProcessorTime - before).TotalNanoseconds;
            best = Math.Min(best, nanoseconds / (dumbbell.Simulation.PacketHops - hops));
        }

        TestContext.Out.WriteLine($"{flows,6} flows, feed-forward {feedForward,-5}: {best,6:F1} ns per packet-hop");
        Assert.That(best, Is.LessThan(1_000));
    }
}
