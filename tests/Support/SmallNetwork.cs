using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Hosts;
using Sim.Kernel;
using Sim.Network;
using Sim.Queues;

namespace Tests.Support;

/// <summary>Two hosts with one or two NICs each, every NIC number n at provider n, providers peered: the smallest multi-homed world.</summary>
internal sealed class SmallNetwork
{
    private readonly NameTable _names = new();

    public SmallNetwork(int nics = 1, Func<StackConfig, StackConfig>? stack = null, LinkSpec? access = null, ulong seed = 1, AddressFamily[]? families = null)
    {
        Simulation = new Simulation(seed);
        Packets = new PacketContext();
        Topology = new Topology(Simulation, Packets, families ?? [AddressFamily.Ipv6]);
        access ??= new LinkSpec { Rate = BitRate.FromMegabitsPerSecond(10), Delay = Duration.FromMilliseconds(5), Queue = QueueLimit.OfTime(Duration.FromMilliseconds(50)) };
        StackConfig config = new() { CongestionControl = () => new Cubic(), UsesMptcp = nics > 1 };
        config = stack?.Invoke(config) ?? config;
        List<Isp> isps = [.. Enumerable.Range(1, nics).Select(i => Topology.AddIsp($"isp{i}"))];
        for (int i = 1; i < isps.Count; i++)
        {
            LinkSpec peering = new() { Rate = BitRate.FromMegabitsPerSecond(1000), Delay = Duration.FromMilliseconds(1) };
            Topology.Connect($"peering{i}", isps[i - 1].Router, isps[i].Router, peering, peering);
        }

        Client = AddHost("client", isps, access, config);
        Server = AddHost("server", isps, access, config);
        foreach (Isp isp in isps)
        {
            isp.AnnounceChange();
        }

        Topology.Complete();
        Finish(Client, isInitiator: true);
        Finish(Server, isInitiator: false);
    }

    public Simulation Simulation { get; }

    public PacketContext Packets { get; }

    public Topology Topology { get; }

    public ArrivalTrace Trace { get; } = new();

    public SimHost Client { get; }

    public SimHost Server { get; }

    /// <summary>An MPTCP connection, a second after the client began to open it; whatever comes to the server is thrown away.</summary>
    public (MptcpStream Near, MptcpStream Far) Connect()
    {
        IListener listener = Server.Listen(5001, StreamOptions.Default);
        MptcpStream near = (MptcpStream)Client.Open(
            default, Client.Resolver.Resolve("server", 5001)[0], Client.Stack, ByteStore.Counting(), StreamOptions.Default);
        Run(1);
        Assert.That(listener.TryAccept(out IByteStream? far), Is.True);
        ((MptcpStream)far!).DiscardInput();
        return (near, (MptcpStream)far);
    }

    public void Run(double seconds)
    {
        Simulation.Run(Instant.Zero + Duration.FromSeconds(seconds));
        Exception? failure = Client.Failure ?? Server.Failure;
        if (failure is not null)
        {
            throw new InvalidOperationException("an application failed", failure);
        }
    }

    private SimHost AddHost(string name, List<Isp> isps, LinkSpec access, StackConfig config)
    {
        SimHost host = new(name, Topology.Fabric, _names, Trace) { Stack = config };
        for (int i = 0; i < isps.Count; i++)
        {
            Nic nic = Topology.AddNic(host, $"nic{i + 1}");
            host.AddNic(nic);
            Topology.Attach(nic, isps[i], access, access);
        }

        return host;
    }

    private void Finish(SimHost host, bool isInitiator)
    {
        host.UseRoutes(Topology.RulesOf(host));
        List<IpAddress> addresses = [.. host.Nics.SelectMany(nic => nic.Addresses)];
        _names.Add(host.Name, addresses);
        List<MptcpEndpoint> endpoints = [];
        for (int i = 0; i < addresses.Count; i++)
        {
            endpoints.Add(new MptcpEndpoint((byte)(i + 1), addresses[i], isInitiator, isInitiator, !isInitiator, Backup: false));
        }

        host.Stack = host.Stack with { Mptcp = host.Stack.Mptcp with { Endpoints = new EndpointTable([.. endpoints]) } };
    }
}
