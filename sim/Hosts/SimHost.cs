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

    /// <summary>Told of every new stream; null when nobody wants to know.</summary>
    public Action<SimStream>? StreamCreated { get; set; }

    /// <summary>Why one of its loops failed; null while none has.</summary>
    public Exception? Failure { get; private set; }

    internal Simulation Simulation => _fabric.Simulation;

    internal PacketContext Packets => _fabric.Packets;

    internal RandomStream Random { get; }

    /// <summary>Adds a NIC that the topology made for this host.</summary>
    public void AddNic(Nic nic) => _nics.Add(nic);

    /// <summary>The network is complete: the host learns its routes.</summary>
    public void UseRoutes(PolicyRules rules) => _rules = rules;

    /// <inheritdoc/>
    public IByteStream Connect(Endpoint remote, StreamOptions options) =>
        Open(new Endpoint(IpAddress.None, 0), remote, Stack, new ByteStore(), options);

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
            TcpConnection connection = CreateConnection(route, stack, sendBytes, extension: null, options.NoDelay);
            TcpStream stream = new(this, connection, route.Nic, options.Name);
            Register(stream, connection.Flow, stream);
            connection.Connect();
            stream.Start();
            return stream;
        }

        MptcpStream multipath = CreateMptcp(stack, isInitiator: true, route, sendBytes, options.Name);
        Register(multipath);
        multipath.Connection.Connect(route.Path.Source, remote);
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
        return new DatagramSource(Simulation, route.Nic, flow, shape);
    }

    /// <summary>A stream of random numbers for an application of this host.</summary>
    public RandomStream ForkRandom(string name) => Random.Fork(name);

    /// <inheritdoc/>
    public void Spawn(Task loop) => _ = WatchAsync(loop);

    /// <inheritdoc/>
    public void Receive(in Packet packet, Nic nic)
    {
        _trace.Add(in packet, Simulation.Now);
        IPacketHandler? handler = _ports.Find(packet.Flow);
        if (handler is not null)
        {
            handler.OnPacket(in packet);
        }
        else
        {
            OnUnknown(in packet, nic);
        }

        if (packet.Options != 0)
        {
            Packets.Options.Return(packet.Options);
        }
    }

    internal void StopListening(ushort port) => _ports.RemoveListener(port);

    internal void Direct(int flow, IPacketHandler handler) => _ports.Add(Packets.Flows.Reverse(flow), handler);

    internal void Forget(int flow) => _ports.Remove(Packets.Flows.Reverse(flow), Packets.Flows[flow].Source);

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
        HostPath path, StackConfig stack, ByteStore sendBytes, TcpExtension? extension, bool noDelay = true) =>
        new(stack.Tcp, Packets, path.Path, new TcpSetup
        {
            InitialSequenceNumber = Random.NextUInt32(),
            TimestampOffset = Random.NextUInt32(),
            Mtu = path.Nic.Mtu,
            CongestionControl = stack.CongestionControl(),
            SendBytes = sendBytes,
            NoDelay = noDelay,
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

    private MptcpStream CreateMptcp(
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

    private void Register(SimStream stream, int flow, IPacketHandler handler)
    {
        Direct(flow, handler);
        Register(stream);
    }

    private void Register(SimStream stream)
    {
        _streams.Add(stream);
        StreamCreated?.Invoke(stream);
    }

    private void OnUnknown(in Packet packet, Nic nic)
    {
        FlowKey path = Packets.Flows[packet.Flow].Reversed;
        if (path.Protocol != IpProtocol.Tcp)
        {
            return;
        }

        bool isSyn = packet.Has(TcpFlags.Syn) && !packet.Has(TcpFlags.Ack);
        if (isSyn && OnSyn(in packet, path))
        {
            return;
        }

        if (!packet.Has(TcpFlags.Rst))
        {
            SendReset(in packet, path, nic);
        }
    }

    private bool OnSyn(in Packet syn, FlowKey path)
    {
        SimListener? listener = _ports.FindListener(path.Source.Port);
        if (listener is null || Route(path.Source, path.Destination) is not { } route)
        {
            return false;
        }

        PacketOptions options = syn.Options == 0 ? default : Packets.Options[syn.Options];
        if (listener.Stack.UsesMptcp && options.Has(PacketOptionKinds.MpJoin))
        {
            return OnJoin(in syn, in options, path);
        }

        if (listener.Stack.UsesMptcp && options.Has(PacketOptionKinds.MpCapable))
        {
            MptcpStream multipath =
                CreateMptcp(listener.Stack, isInitiator: false, route, new ByteStore(), listener.Name);
            multipath.AwaitAcceptance(listener);
            multipath.Connection.Accept(in syn, in options, path.Source, path.Destination);
            Register(multipath);
            Discard(listener, multipath.DiscardInput);
            multipath.Start();
            return true;
        }

        TcpConnection connection = CreateConnection(route, listener.Stack, new ByteStore(), extension: null);
        TcpStream stream = new(this, connection, route.Nic, listener.Name);
        stream.AwaitAcceptance(listener);
        connection.Accept(in syn);
        Register(stream, connection.Flow, stream);
        Discard(listener, stream.DiscardInput);
        stream.Start();
        return true;
    }

    private bool OnJoin(in Packet syn, in PacketOptions options, FlowKey path)
    {
        if (_byToken is null || !_byToken.TryGetValue(options.MpJoin.Token, out MptcpStream? stream))
        {
            return false;
        }

        IpAddress local = path.Source.Address;
        byte localId = stream.Connection.AllSubflows[0].Local.Address == local
            ? (byte)0
            : Stack.Mptcp.Endpoints.FirstOrDefault(endpoint => endpoint.Address == local).Id;
        if (!stream.Connection.AcceptJoin(in syn, in options, path.Source, path.Destination, localId))
        {
            return false;
        }

        stream.Start();
        return true;
    }

    private static void Discard(SimListener listener, Action discardInput)
    {
        if (listener.DiscardsInput)
        {
            discardInput();
        }
    }

    // RFC 9293, 3.10.7.1: answer a packet for which there is no connection.
    private void SendReset(in Packet packet, FlowKey path, Nic nic)
    {
        int headers = path.Source.Address.Family == AddressFamily.Ipv6 ? 60 : 40;
        bool acknowledges = packet.Has(TcpFlags.Ack);
        Packet reset = new()
        {
            Flow = Packets.Flows.Reverse(packet.Flow),
            SequenceNumber = acknowledges ? packet.AcknowledgmentNumber : 0,
            AcknowledgmentNumber = acknowledges ? 0 : unchecked(packet.SequenceNumber + (uint)packet.SequenceLength),
            Flags = acknowledges ? TcpFlags.Rst : TcpFlags.Rst | TcpFlags.Ack,
            Length = (ushort)headers,
        };
        Nic outgoing = _rules.Lookup(path.Source.Address, path.Destination.Address)?.Nic ?? nic;
        outgoing.Send(in reset);
    }

    private async Task WatchAsync(Task loop)
    {
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (loop.Exception is { } exception)
        {
            // A fault of the program: the run ends, and whoever runs the simulation is told.
            Failure ??= exception.InnerException ?? exception;
            Simulation.Stop();
        }
    }
}
