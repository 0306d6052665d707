using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Net;
using Protocols.Sockets;
using Protocols.Tcp;
using Sim.Kernel;
using Sim.Network;

namespace Sim.Hosts;

/// <summary>
/// A simulated host: its NICs, its transport, its ports. Applications see it as any other <see cref="IHost"/>.
/// </summary>
public sealed class SimHost : IHost, INicOwner
{
    private readonly Fabric _fabric;
    private readonly ArrivalTrace _trace;
    private PortTable _ports;
    private readonly List<Nic> _nics = new(1);
    private Dictionary<uint, MptcpStream>? _byToken;
    private BlackholeDetection? _blackholes;
    private readonly List<SimStream> _streams = new(1);
    private PolicyRules _rules = new();

    /// <summary>A host without NICs.</summary>
    /// <param name="name">Its name, unique in the simulation.</param>
    /// <param name="fabric">The network it belongs to.</param>
    /// <param name="names">The names it can resolve.</param>
    /// <param name="trace">The hash of all arrivals, shared by all hosts.</param>
    public SimHost(string name, Fabric fabric, IResolver names, ArrivalTrace trace)
    {
        Name = name;
        _fabric = fabric;
        _trace = trace;
        Resolver = names;
        Random = fabric.Simulation.Random.Fork("host " + name);
        _ports = new PortTable(Random.NextUInt32());
    }

    /// <inheritdoc cref="IHost.Name"/>
    public string Name { get; }

    /// <inheritdoc/>
    public IClock Clock => Simulation;

    /// <inheritdoc/>
    public IDispatcher Dispatcher => Simulation;

    /// <inheritdoc/>
    public IResolver Resolver { get; }

    /// <inheritdoc/>
    public IReadOnlyList<INetworkInterface> Interfaces => _nics;

    /// <summary>Its NICs.</summary>
    public IReadOnlyList<Nic> Nics => _nics;

    /// <summary>How it chooses the NIC of a packet.</summary>
    public PolicyRules Rules => _rules;

    /// <summary>All streams there ever were on it, in order.</summary>
    public IReadOnlyList<SimStream> Streams => _streams;

    /// <summary>How its transport behaves where an application does not say otherwise.</summary>
    public required StackConfig Stack { get; set; }

    /// <summary>
    /// How many bytes its streams keep beyond those still needed; 0 by default. Packets on their way to a real kernel get their bytes
    /// when they leave the simulation, which may be after others have made them superfluous.
    /// </summary>
    public long KeptBytes { get; set; }

    /// <summary>Told of every new stream; null when nobody wants to know.</summary>
    public Action<SimStream>? StreamCreated { get; set; }

    /// <summary>Why one of its loops failed; null while none has.</summary>
    public Exception? Failure { get; private set; }

    internal ArrivalTrace Trace => _trace;

    internal Simulation Simulation => _fabric.Simulation;

    internal PacketContext Packets => _fabric.Packets;

    internal RandomStream Random { get; }

    internal BlackholeDetection Blackholes => _blackholes ??= new BlackholeDetection();

    /// <summary>Adds a NIC that the topology made for this host.</summary>
    public void AddNic(Nic nic) => _nics.Add(nic);

    /// <summary>The network is complete: the host learns its routes.</summary>
    public void UseRoutes(PolicyRules rules) => _rules = rules;

    /// <inheritdoc/>
    public IByteStream Connect(Endpoint remote, StreamOptions options) =>
        Open(new Endpoint(IpAddress.None, 0), remote, Stack, NewStore(), options);

    /// <summary>Opens a stream with a stack of its own.</summary>
    /// <param name="source">The local address; none to let the routes choose.</param>
    /// <param name="remote">The other end.</param>
    /// <param name="stack">How the connection behaves.</param>
    /// <param name="sendBytes">Where its bytes lie: a counting store for bulk traffic.</param>
    /// <param name="options">What the application asks.</param>
    public SimStream Open(
        Endpoint source, Endpoint remote, StackConfig stack, ByteStore sendBytes, StreamOptions options)
    {
        if (Route(source, remote) is not { } route)
        {
            return new UnreachableStream(Dispatcher, remote, options.Name);
        }

        if (!stack.UsesMptcp)
        {
            Outlet outlet = Outlet.Through(route.Nic);
            TcpConnection connection = CreateConnection(route, outlet, stack, sendBytes, extension: null, options.NoDelay);
            TcpStream stream = new(this, connection, outlet, options.Name);
            Register(stream, connection.Flow, stream);
            connection.Connect();
            stream.Start();
            return stream;
        }

        MptcpStream multipath = CreateMptcp(stack, isInitiator: true, route, sendBytes, options.Name);
        Register(multipath);
        multipath.Connection.Connect(route.Path.Source, remote, Simulation.Now);
        multipath.Start();
        return multipath;
    }

    /// <inheritdoc/>
    public IListener Listen(ushort port, StreamOptions options) =>
        Listen(port, Stack, options.Name, discardsInput: false);

    /// <summary>Accepts streams on a port, with a stack of their own.</summary>
    /// <param name="port">The port.</param>
    /// <param name="stack">How the connections behave.</param>
    /// <param name="name">The name they get.</param>
    /// <param name="discardsInput">Whether nobody reads them: what arrives is thrown away.</param>
    public IListener Listen(ushort port, StackConfig stack, string name, bool discardsInput)
    {
        SimListener listener = new(this, port, stack, name, discardsInput);
        _ports.AddListener(port, listener);
        return listener;
    }

    /// <summary>Prepares a stream of datagrams to another host.</summary>
    /// <param name="remote">Where to.</param>
    /// <param name="shape">What they look like.</param>
    /// <returns>Null when no route leads there.</returns>
    public DatagramSource? OpenDatagrams(Endpoint remote, DatagramShape shape)
    {
        if (Route(default, remote) is not { } route)
        {
            return null;
        }

        int flow = Packets.Flows.Intern(route.Path with { Protocol = IpProtocol.Udp });
        return new DatagramSource(Simulation, route.Nic, flow, remote.Address.Family, shape);
    }

    /// <summary>A stream of random numbers for an application of this host.</summary>
    public RandomStream ForkRandom(string name) => Random.Fork(name);

    /// <inheritdoc/>
    public void Spawn(Task loop) => _ = WatchAsync(loop);

    /// <inheritdoc/>
    public void Receive(in Packet packet, Nic nic)
    {
        Instant now = Simulation.Now;
        _trace.Add(in packet, now);
        IPacketHandler? handler = _ports.Find(packet.Flow);
        if (handler is IFlowEnd end)
        {
            nic.BeginShortWay(packet.Flow, end);
        }

        if (handler is null || !handler.TryTake(in packet, now))
        {
            StrayPackets.OnPacket(this, in packet, nic);
        }

        if (packet.Options != 0)
        {
            Packets.Options.Return(packet.Options);
        }
    }

    /// <summary>
    /// Adds an MPTCP endpoint (<c>ip mptcp endpoint add</c>): all connections may use it from now on.
    /// </summary>
    /// <returns>False when there are too many, or the address has one.</returns>
    public bool AddEndpoint(MptcpEndpoint endpoint)
    {
        if (!Stack.Mptcp.Endpoints.TryAdd(endpoint))
        {
            return false;
        }

        foreach (MptcpStream stream in _streams.OfType<MptcpStream>().Where(stream => !stream.Connection.IsClosed))
        {
            stream.OnEndpointAdded(endpoint);
        }

        return true;
    }

    /// <summary>
    /// Removes an MPTCP endpoint (<c>ip mptcp endpoint delete</c>): its subflows are closed, and the peers are told.
    /// </summary>
    /// <returns>What it was; null when the address has none.</returns>
    public MptcpEndpoint? RemoveEndpoint(IpAddress address)
    {
        MptcpEndpoint? removed = Stack.Mptcp.Endpoints.Remove(address);
        if (removed is { } endpoint)
        {
            foreach (MptcpStream stream in _streams.OfType<MptcpStream>().Where(stream => !stream.Connection.IsClosed))
            {
                stream.OnEndpointRemoved(endpoint);
            }
        }

        return removed;
    }

    internal ByteStore NewStore() => new() { KeepReleasedBytes = KeptBytes };

    internal SimListener? FindListener(ushort port) => _ports.FindListener(port);

    internal MptcpStream? FindByToken(uint token) => _byToken?.GetValueOrDefault(token);

    internal void StopListening(ushort port) => _ports.RemoveListener(port);

    internal void Direct(int flow, IPacketHandler handler)
    {
        _ports.Add(Packets.Flows.Reverse(flow), handler);
        EndShortWays();
    }

    internal void Forget(int flow)
    {
        _ports.Remove(Packets.Flows.Reverse(flow), Packets.Flows[flow].Source);
        EndShortWays();
    }

    /// <summary>The path of a new connection; null when no route leads there.</summary>
    internal HostPath? Route(Endpoint source, Endpoint destination)
    {
        if (_rules.Lookup(source.Address, destination.Address) is not { } route)
        {
            return null;
        }

        IpAddress address = source.Address.IsNone ? route.Nic.AddressOf(destination.Address.Family) : source.Address;
        ushort port = source.Port != 0 ? source.Port : _ports.TakeEphemeralPort(address);
        if (address.IsNone || port == 0)
        {
            return null;
        }

        return new HostPath(new FlowKey(new Endpoint(address, port), destination, IpProtocol.Tcp), route.Nic);
    }

    internal TcpConnection CreateConnection(
        HostPath path, Outlet outlet, StackConfig stack, ByteStore sendBytes, TcpExtension? extension, bool noDelay = true) =>
        new(stack.Tcp, Packets, path.Path, new TcpSetup
        {
            InitialSequenceNumber = Random.NextUInt32(),
            TimestampOffset = Random.NextUInt32(),
            Mtu = path.Nic.Mtu,
            CongestionControl = stack.CongestionControl(),
            SendBytes = sendBytes,
            NoDelay = noDelay,
            Queue = outlet.Queue,
            Extension = extension,
        });

    internal ulong CreateKey(MptcpStream stream)
    {
        _byToken ??= [];
        while (true)
        {
            ulong key = Random.NextUInt64();
            if (_byToken.TryAdd(KeyMaterial.Token(key), stream))
            {
                return key;
            }
        }
    }

    internal MptcpStream CreateMptcp(
        StackConfig stack, bool isInitiator, HostPath path, ByteStore sendBytes, string name)
    {
        int headers = path.Path.Source.Address.Family == AddressFamily.Ipv6 ? 60 : 40;
        return new MptcpStream(this, stack, new MptcpSetup
        {
            IsInitiator = isInitiator,
            Tcp = stack.Tcp,
            Config = stack.Mptcp,
            Segment = path.Nic.Mtu - headers - PacketOptionsLength.Timestamps,
            SendBytes = sendBytes,
            Scheduler = stack.Scheduler(),
            PathManager = connection => stack.PathManager(connection, stack.Mptcp),
        }, name);
    }

    internal void Register(SimStream stream, int flow, IPacketHandler handler)
    {
        Direct(flow, handler);
        Register(stream);
    }

    internal void Register(SimStream stream)
    {
        _streams.Add(stream);
        StreamCreated?.Invoke(stream);
    }

    private void EndShortWays()
    {
        foreach (Nic nic in _nics)
        {
            nic.EndShortWay();
        }
    }

    private async Task WatchAsync(Task loop)
    {
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (loop.Exception is { } exception)
        {
            // A fault of the program: the run ends, and whoever runs the simulation is told.
            Failure ??= exception.InnerException ?? exception;
            Simulation.Stop();
        }
    }
}
