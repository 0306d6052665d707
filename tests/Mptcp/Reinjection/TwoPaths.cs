using System.Collections.Generic;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Mptcp.PathManagers;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Hosts;
using Sim.Kernel;
using Sim.Network;

namespace Tests.Mptcp.Reinjection;

/// <summary>A connection of mainline Linux's MPTCP over one path, to which a second one can be added; each can be cut.</summary>
internal sealed class TwoPaths
{
    private const ushort Port = 5001;
    private readonly Simulation _simulation = new(seed: 1);
    private readonly List<Cable> _cables = [];
    private readonly List<(IpAddress Near, IpAddress Far)> _addresses = [];
    private readonly MptcpStream _stream;

    /// <param name="firstRoundTrip">The round-trip time of the first path in milliseconds.</param>
    /// <param name="secondRoundTrip">The round-trip time of the second path in milliseconds.</param>
    public TwoPaths(int firstRoundTrip, int secondRoundTrip)
    {
        Topology topology = new(_simulation, new PacketContext(), AddressFamily.Ipv4);
        NameTable names = new();
        StackConfig stack = new()
        {
            CongestionControl = () => new NewReno(),
            PathManager = (connection, _) => new ExplicitPaths(connection, [], null),
        };
        SimHost client = new("client", topology.Fabric, names, new ArrivalTrace()) { Stack = stack };
        SimHost server = new("server", topology.Fabric, names, new ArrivalTrace()) { Stack = stack };
        foreach (int roundTrip in (int[])[firstRoundTrip, secondRoundTrip])
        {
            Nic near = topology.AddNic(client, $"nic{_cables.Count + 1}");
            Nic far = topology.AddNic(server, $"nic{_cables.Count + 1}");
            client.AddNic(near);
            server.AddNic(far);
            LinkSpec link = new() { Delay = Duration.FromMicroseconds(roundTrip * 500) };
            _cables.Add(topology.Connect($"link{_cables.Count + 1}", near, far, link, link));
        }

        topology.Complete();
        for (int i = 0; i < _cables.Count; i++)
        {
            _addresses.Add((client.Nics[i].Addresses[0], server.Nics[i].Addresses[0]));
        }

        client.UseRoutes(topology.RulesOf(client));
        server.UseRoutes(topology.RulesOf(server));
        server.Listen(Port, stack, "server", discardsInput: true);
        _stream = (MptcpStream)client.Open(
            new Endpoint(_addresses[0].Near, 0), new Endpoint(_addresses[0].Far, Port), stack, ByteStore.Counting(), StreamOptions.Default);
        Run(seconds: 5);
    }

    public MptcpConnection Connection => _stream.Connection;

    public DataSendQueue Queue => Connection.SendQueue;

    public Subflow this[int index] => Connection.Subflows[index];

    /// <summary>Adds the second subflow; it is there a while later.</summary>
    public void AddSecond()
    {
        Connection.OpenSubflow(
            new Endpoint(_addresses[1].Near, 0), new Endpoint(_addresses[1].Far, Port), localId: 1, remoteId: 1, isBackup: false);
        _stream.WriteUnseen(0);
    }

    /// <summary>From now on all on a path gets lost.</summary>
    public void Cut(int path)
    {
        _cables[path].Forward.Block();
        _cables[path].Backward.Block();
    }

    /// <summary>Takes a <see cref="Cut"/> back.</summary>
    public void Mend(int path)
    {
        _cables[path].Forward.Unblock();
        _cables[path].Backward.Unblock();
    }

    /// <summary>Writes of so many bytes, one right after the other.</summary>
    public void Write(int bytes, int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            _stream.WriteUnseen(bytes);
        }
    }

    /// <summary>Lets time pass.</summary>
    public void Run(double seconds) => _simulation.Run(_simulation.Now + Duration.FromSeconds(seconds));

    /// <summary>Lets time pass in steps of 10 ms, and tells by how much the acknowledgments of data advance in each that has any.</summary>
    public List<long> Advances(double seconds)
    {
        List<long> advances = [];
        for (int step = 0; step < seconds * 100; step++)
        {
            long before = Queue.Unacknowledged;
            Run(0.01);
            if (Queue.Unacknowledged > before)
            {
                advances.Add(Queue.Unacknowledged - before);
            }
        }

        return advances;
    }
}
