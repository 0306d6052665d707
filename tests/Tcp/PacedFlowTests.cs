using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;
using Protocols.Tcp;
using Sim.Hosts;
using Sim.Kernel;
using Sim.Network;

namespace Tests.Tcp;

/// <summary>One flow over one link of 20 Mbit/s and 40 ms with a deep buffer.</summary>
public class PacedFlowTests
{
    private const double RoundTrip = 0.04;
    private const double Seconds = 60;

    private Simulation _simulation = null!;
    private Nic _nic = null!;

    [Test]
    public void Bbr_fills_the_link_with_a_short_queue_and_measures_the_empty_path_every_ten_seconds()
    {
        TcpSender sender = Start(() => new Bbr(), TcpConfig.Default, bytes: 1L << 40);
        List<double> probes = [];
        List<double> queues = [];
        bool wasProbing = false;
        for (double time = 0; time < Seconds; time += 0.01)
        {
            _simulation.Run(Instant.Zero + Duration.FromSeconds(time));
            bool isProbing = sender.CongestionWindow.Packets == 4;
            if (isProbing && !wasProbing)
            {
                probes.Add(time);
            }

            wasProbing = isProbing;
            if (time > 2)
            {
                queues.Add(sender.SmoothedRtt.Seconds - RoundTrip);
            }
        }

        Assert.That(_nic.TransmittedBytes * 8 / Seconds, Is.GreaterThan(0.95 * 20e6));
        Assert.That(queues.Max(), Is.LessThan(1.5 * RoundTrip));
        Assert.That(queues.Average(), Is.LessThan(0.25 * RoundTrip));
        Assert.That(probes, Has.Count.EqualTo(5));
        for (int i = 1; i < probes.Count; i++)
        {
            Assert.That(probes[i] - probes[i - 1], Is.EqualTo(10.3).Within(0.3), "ten seconds, and the probe itself");
        }
    }

    [Test]
    public void A_host_with_fq_spaces_the_packets_of_any_control()
    {
        // The same bytes with less waiting: a window that leaves at once queues, one that is spaced does not.
        Duration burst = MeanQueue(TcpConfig.Default);
        Duration spaced = MeanQueue(new TcpConfig { Pacing = true });

        Assert.That(spaced, Is.LessThan(burst / 2));
    }

    private Duration MeanQueue(TcpConfig tcp)
    {
        TcpSender sender = Start(() => new NewReno(), tcp, bytes: 60_000);
        _simulation.Run(Instant.Zero + Duration.FromSeconds(5));
        Assert.That(sender.Unacknowledged, Is.EqualTo(60_001));
        return _nic.Outgoing.Counters.MeanQueueingDelaySince(default);
    }

    private TcpSender Start(Func<ICongestionControl> control, TcpConfig tcp, long bytes)
    {
        _simulation = new Simulation(seed: 1);
        Topology topology = new(_simulation, new PacketContext(), AddressFamily.Ipv6);
        NameTable names = new();
        StackConfig stack = new() { CongestionControl = control, UsesMptcp = false, Tcp = tcp };
        SimHost source = new("source", topology.Fabric, names, new ArrivalTrace()) { Stack = stack };
        SimHost sink = new("sink", topology.Fabric, names, new ArrivalTrace()) { Stack = stack };
        _nic = topology.AddNic(source, "nic1");
        Nic other = topology.AddNic(sink, "nic1");
        LinkSpec back = new() { Delay = Duration.FromSeconds(RoundTrip / 2) };
        topology.Connect("link", _nic, other, back with { Rate = BitRate.FromMegabitsPerSecond(20) }, back);
        topology.Complete();
        source.UseRoutes(topology.RulesOf(source));
        sink.UseRoutes(topology.RulesOf(sink));
        sink.Listen(5001, stack, "sink", discardsInput: true);
        TcpStream stream = (TcpStream)source.Open(
            default, new Endpoint(other.Addresses[0], 5001), stack, ByteStore.Counting(), StreamOptions.Default);
        stream.WriteUnseen(bytes);
        return stream.Connection.Sender;
    }
}
