using System;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;
using Sim.Network;
using Sim.Queues;

namespace Tests.Network;

/// <summary>Poisson arrivals at a link: the textbook's waiting times and losses.</summary>
public class QueueingTheoryTests
{
    private const int MeanFrame = 2_000;

    // Mean wait in units of the service time: rho / (1 - rho). The standard error of the mean of n correlated waits is
    // sqrt(rho (2 + 5 rho - 4 rho^2 + rho^3) / (1 - rho)^4 / n): 0.3 % at rho = 0.8 and n = 10^7.
    [TestCase(0.3, 1_000_000, 1.0)]
    [TestCase(0.5, 2_000_000, 1.0)]
    [TestCase(0.7, 4_000_000, 1.0)]
    [TestCase(0.8, 10_000_000, 1.0, Category = "Slow")]
    [TestCase(0.9, 10_000_000, 3.0, Category = "Slow")]
    [TestCase(0.95, 20_000_000, 3.0, Category = "Slow")]
    public void M_M_1_waits_as_long_as_theory_says(double load, int packets, double percent)
    {
        LinkCounters counters = Run(load, packets, QueueLimit.None, random => random.NextExponential(MeanFrame));

        Assert.That(WaitInServiceTimes(counters), Is.EqualTo(load / (1 - load)).Within(percent).Percent);
    }

    [TestCase(0.3, 1_000_000, 1.0)]
    [TestCase(0.5, 1_000_000, 1.0)]
    [TestCase(0.7, 2_000_000, 1.0)]
    [TestCase(0.8, 10_000_000, 1.0, Category = "Slow")]
    [TestCase(0.9, 10_000_000, 3.0, Category = "Slow")]
    [TestCase(0.95, 20_000_000, 3.0, Category = "Slow")]
    public void M_D_1_waits_half_as_long(double load, int packets, double percent)
    {
        LinkCounters counters = Run(load, packets, QueueLimit.None, _ => MeanFrame);

        Assert.That(WaitInServiceTimes(counters), Is.EqualTo(load / (2 * (1 - load))).Within(percent).Percent);
    }

    // (1 - rho) rho^K / (1 - rho^(K+1)) with K = 10, the one in service included. The tolerance is three standard errors, as
    // the spread over eight seeds shows them: losses come in clusters.
    [TestCase(0.7, 5_000_000, 4.0)]
    [TestCase(0.8, 5_000_000, 2.0)]
    [TestCase(0.9, 5_000_000, 1.4)]
    [TestCase(0.95, 5_000_000, 1.2)]
    public void M_M_1_10_loses_what_theory_says(double load, int packets, double percent)
    {
        LinkCounters counters = Run(load, packets, QueueLimit.OfPackets(10), random => random.NextExponential(MeanFrame));
        double expected = (1 - load) * Math.Pow(load, 10) / (1 - Math.Pow(load, 11));

        Assert.That(counters.QueueDrops / (double)packets, Is.EqualTo(expected).Within(percent).Percent);
    }

    private static double WaitInServiceTimes(LinkCounters counters) =>
        counters.MeanQueueingDelaySince(default).Seconds / BitRate.FromMegabitsPerSecond(16).TimeToSend(MeanFrame).Seconds;

    private static LinkCounters Run(double load, int packets, QueueLimit queue, Func<RandomStream, double> frameLength)
    {
        Simulation simulation = new(seed: 1);
        Fabric fabric = new(simulation, new PacketContext());
        LinkSpec spec = new() { Rate = BitRate.FromMegabitsPerSecond(16), Queue = queue, Mtu = ushort.MaxValue };
        Link link = new(fabric, "server", spec, new Blackhole());
        PoissonSource source = new(simulation, link, frameLength, 1e-3 / load, packets);
        simulation.Schedule(simulation.Now, source);
        simulation.Run(Instant.Zero + Duration.FromSeconds(1e-3 / load * packets * 2));
        return link.Counters;
    }

    private sealed class Blackhole : IPacketReceiver
    {
        public void Receive(in Packet packet, Instant at)
        {
        }
    }

    private sealed class PoissonSource(Simulation simulation, Link link, Func<RandomStream, double> frameLength, double meanGap, int packets)
        : EventTarget(simulation)
    {
        private readonly RandomStream _gaps = simulation.Random.Fork("gaps");
        private readonly RandomStream _lengths = simulation.Random.Fork("lengths");
        private int _left = packets;

        public override void OnEvent()
        {
            int length = (int)Math.Round(frameLength(_lengths)) - Packet.EthernetHeaderLength;
            link.Send(new Packet { Length = (ushort)Math.Clamp(length, 0, ushort.MaxValue) }, Simulation.Now);
            if (--_left > 0)
            {
                Simulation.Schedule(Simulation.Now + Duration.FromSeconds(_gaps.NextExponential(meanGap)), this);
            }
        }
    }
}
