using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;
using Sim.Network;

namespace Tests.Network;

/// <summary>A topology with stations, and packets between their NICs.</summary>
internal sealed class TestNetwork
{
    private readonly Dictionary<string, Station> _stations = [];
    private readonly Dictionary<string, Nic> _nics = [];
    private uint _sent;

    public TestNetwork(params AddressFamily[] families)
    {
        Topology = new Topology(Simulation, Packets, families.Length > 0 ? families : [AddressFamily.Ipv6]);
    }

    public Simulation Simulation { get; } = new(seed: 1);

    public PacketContext Packets { get; } = new();

    public Topology Topology { get; }

    public Station this[string host]
    {
        get
        {
            if (!_stations.TryGetValue(host, out Station? station))
            {
                _stations[host] = station = new Station(Simulation, host);
            }

            return station;
        }
    }

    public Nic Nic(string fullName, params IpAddress[] addresses)
    {
        if (!_nics.TryGetValue(fullName, out Nic? nic))
        {
            string[] parts = fullName.Split('.');
            _nics[fullName] = nic = Topology.AddNic(this[parts[0]], parts[1], addresses);
        }

        return nic;
    }

    /// <summary>The paper's network: push, server and client, each with a NIC at both providers, which peer.</summary>
    public static TestNetwork TwoProviders(LinkSpec access, LinkSpec peering)
    {
        TestNetwork network = new();
        Isp[] isps = [network.Topology.AddIsp("isp1"), network.Topology.AddIsp("isp2")];
        foreach (string host in (string[])["push", "server", "client"])
        {
            for (int i = 0; i < isps.Length; i++)
            {
                network.Topology.Attach(network.Nic($"{host}.nic{i + 1}"), isps[i], access, access);
            }
        }

        network.Topology.Connect("peering", isps[0].Router, isps[1].Router, peering, peering);
        network.Topology.Complete();
        return network;
    }

    public int Flow(string from, string to, ushort port = 1) => Packets.Flows.Intern(new FlowKey(
        new Endpoint(Nic(from).Addresses[0], port), new Endpoint(Nic(to).Addresses[0], port), IpProtocol.Tcp));

    /// <summary>Sends a packet whose frame has <paramref name="frame"/> bytes; its sequence number counts from 0.</summary>
    public SendResult Send(string from, string to, int frame = 1514, ushort port = 1)
    {
        Packet packet = new()
        {
            Flow = Flow(from, to, port),
            SequenceNumber = _sent++,
            Length = (ushort)(frame - Packet.EthernetHeaderLength),
        };
        return Nic(from).Send(packet);
    }

    public void RunFor(Duration time) => Simulation.Run(Simulation.Now + time);
}
