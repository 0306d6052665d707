using System;
using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Hosts;
using Sim.Kernel;
using Sim.Network;
using Sim.Queues;

namespace Tests.Tcp;

/// <summary>One Reno flow over one bottleneck, against the closed form of its sawtooth.</summary>
public class RenoUtilisationTests
{
    private const int Capacity = 1000;
    private const double RoundTrip = 0.1;
    private const int FrameLength = 1514;
    private const int Payload = 1428;

    // W goes from half of its maximum, BDP + B, to the maximum; below the BDP the link idles.
    [TestCase(0.05)]
    [TestCase(0.10)]
    [TestCase(0.25)]
    [TestCase(0.50)]
    [TestCase(0.75)]
    [TestCase(1.00)]
    public void The_buffer_decides_how_much_of_the_link_is_used(double bufferInBdp)
    {
        double bdp = Capacity * RoundTrip;
        double maximum = bdp * (1 + bufferInBdp);
        double minimum = maximum / 2;
        double packets = (maximum * maximum - minimum * minimum) / 2;
        double seconds = RoundTrip * Math.Max(bdp - minimum, 0) + (maximum * maximum - bdp * bdp) / (2 * Capacity);
        double expected = minimum >= bdp ? 1 : packets / (Capacity * seconds);

        Assert.That(MeasuredUtilisation((int)(bdp * bufferInBdp)), Is.EqualTo(expected).Within(0.015));
    }

    private static double MeasuredUtilisation(int bufferPackets)
    {
        Simulation simulation = new(seed: 1);
        Topology topology = new(simulation, new PacketContext(), AddressFamily.Ipv6);
        NameTable names = new();
        StackConfig stack = new() { CongestionControl = () => new NewReno(), UsesMptcp = false };
        SimHost source = new("source", topology.Fabric, names, new ArrivalTrace()) { Stack = stack };
        SimHost sink = new("sink", topology.Fabric, names, new ArrivalTrace()) { Stack = stack };
        Nic first = topology.AddNic(source, "nic1");
        Nic second = topology.AddNic(sink, "nic1");
        LinkSpec bottleneck = new()
        {
            Rate = new BitRate(Capacity * FrameLength * 8),
            Delay = Duration.FromMilliseconds(50),
            Queue = QueueLimit.OfPackets(bufferPackets),
        };
        topology.Connect("link", first, second, bottleneck, new LinkSpec { Delay = Duration.FromMilliseconds(50) });
        topology.Complete();
        source.UseRoutes(topology.RulesOf(source));
        sink.UseRoutes(topology.RulesOf(sink));
        sink.Listen(5001, stack, "sink", discardsInput: true);
        TcpStream stream = (TcpStream)source.Open(
            default, new Endpoint(second.Addresses[0], 5001), stack, ByteStore.Counting(), StreamOptions.Default);
        stream.WriteUnseen(1L << 40);
        simulation.Run(Instant.Zero + Duration.FromSeconds(100));
        long before = stream.Connection.Sender.Unacknowledged;
        simulation.Run(Instant.Zero + Duration.FromSeconds(600));
        return (stream.Connection.Sender.Unacknowledged - before) / (500.0 * Capacity * Payload);
    }
}
