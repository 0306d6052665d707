using System;
using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Mptcp.PathManagers;
using Protocols.Mptcp.Schedulers;
using Protocols.Net;
using Protocols.Sockets;
using Protocols.Tcp;
using Sim.Hosts;
using Sim.Kernel;
using Sim.Network;
using Sim.Queues;

namespace Tests.Mptcp.Schedulers;

/// <summary>
/// Raiciu et al., NSDI 2012, 4.2: WiFi of 8 Mbit/s and 20 ms with a buffer of 80 ms, and 3G of 2 Mbit/s and 150 ms with
/// one of 2 s. Without help, data that waits in the buffer of 3G holds back WiFi when buffers are small.
/// </summary>
public class WirelessPairTests
{
    private const double WarmUp = 20;
    private const double Seconds = 100;

    [Test]
    public void With_both_mechanisms_a_small_buffer_gives_no_less_than_wifi_alone()
    {
        Assert.That(Goodput(200_000, isHelped: true), Is.GreaterThan(0.95 * Wifi(200_000)));
    }

    [Test]
    public void Without_them_3g_takes_from_wifi()
    {
        Assert.That(Goodput(200_000, isHelped: false), Is.LessThan(0.85 * Wifi(200_000)));
    }

    [Test]
    public void With_both_mechanisms_a_large_buffer_gives_both_networks()
    {
        Assert.That(Goodput(1_000_000, isHelped: true), Is.GreaterThan(9e6));
    }

    private static double Wifi(long buffer) => Run(buffer, new MptcpConfig(), usesMptcp: false);

    private static double Goodput(long buffer, bool isHelped)
    {
        MptcpConfig config = new()
        {
            Reinjection = ReinjectionRule.EveryTimeout,
            OpportunisticRetransmission = isHelped,
            Penalization = isHelped ? PenalizationRule.EndsSlowStart : PenalizationRule.None,
        };
        return Run(buffer, config, usesMptcp: true);
    }

    private static double Run(long buffer, MptcpConfig config, bool usesMptcp)
    {
        Simulation simulation = new(seed: 1);
        Topology topology = new(simulation, new PacketContext(), AddressFamily.Ipv6);
        NameTable names = new();
        StackConfig stack = new()
        {
            Tcp = new TcpConfig { ReceiveBuffer = buffer, ReceiveBufferMaximum = buffer, SendBuffer = buffer, SendBufferMaximum = buffer },
            Mptcp = config,
            UsesMptcp = usesMptcp,
            CongestionControl = () => new Lia(),
            Scheduler = () => new LowestRtt(),
        };
        SimHost phone = new("phone", topology.Fabric, names, new ArrivalTrace()) { Stack = stack };
        SimHost server = new("server", topology.Fabric, names, new ArrivalTrace()) { Stack = stack };
        Connect(topology, phone, server, "wifi", 8, 20, 80);
        Connect(topology, phone, server, "3g", 2, 150, 2000);
        topology.Complete();
        (IpAddress Local, IpAddress Remote) wifi = (phone.Nics[0].Addresses[0], server.Nics[0].Addresses[0]);
        (IpAddress Local, IpAddress Remote) umts = (phone.Nics[1].Addresses[0], server.Nics[1].Addresses[0]);
        phone.UseRoutes(topology.RulesOf(phone));
        server.UseRoutes(topology.RulesOf(server));
        server.Listen(5001, stack, "server", discardsInput: true);
        stack = stack with { PathManager = (connection, _) => new ExplicitPaths(connection, [umts], null) };
        SimStream stream = phone.Open(
            new Endpoint(wifi.Local, 0), new Endpoint(wifi.Remote, 5001), stack, ByteStore.Counting(), StreamOptions.Default);
        Func<long> delivered;
        if (stream is MptcpStream multipath)
        {
            multipath.WriteUnseen(1L << 40);
            delivered = () => multipath.Connection.SendQueue.Unacknowledged;
        }
        else
        {
            TcpStream plain = (TcpStream)stream;
            plain.WriteUnseen(1L << 40);
            delivered = () => plain.Connection.Sender.Unacknowledged;
        }

        simulation.Run(Instant.Zero + Duration.FromSeconds(WarmUp));
        long before = delivered();
        simulation.Run(Instant.Zero + Duration.FromSeconds(WarmUp + Seconds));
        return (delivered() - before) * 8 / Seconds;
    }

    private static void Connect(
        Topology topology, SimHost phone, SimHost server, string name, double rate, int roundTrip, int queue)
    {
        Nic near = topology.AddNic(phone, name);
        Nic far = topology.AddNic(server, name);
        phone.AddNic(near);
        server.AddNic(far);
        LinkSpec back = new() { Delay = Duration.FromMicroseconds(roundTrip * 500) };
        LinkSpec link = back with
        {
            Rate = BitRate.FromMegabitsPerSecond(rate),
            Queue = QueueLimit.OfTime(Duration.FromMilliseconds(queue)),
        };
        topology.Connect(name, near, far, link, back);
    }
}
