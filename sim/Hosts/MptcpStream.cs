using System;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Net;
using Protocols.Tcp;
using Sim.Kernel;
using Sim.Network;

namespace Sim.Hosts;

/// <summary>Drives one MPTCP connection: the packets of its subflows in and out, its timer, readiness.</summary>
public sealed class MptcpStream : SimStream, ITimerOwner, IMptcpEnvironment
{
    private readonly SimHost _host;
    private readonly StackConfig _stack;
    private readonly Simulation _simulation;
    private readonly Timer _timer;
    private readonly Dictionary<int, Outlet> _outlets = [];
    private FlowKey _path;

    internal MptcpStream(SimHost host, StackConfig stack, MptcpSetup setup, string name)
        : base(host.Dispatcher, name)
    {
        _host = host;
        _stack = stack;
        _simulation = host.Simulation;
        _timer = new Timer(_simulation, this);
        Connection = new MptcpConnection(setup, this);
    }

    /// <summary>The connection.</summary>
    public MptcpConnection Connection { get; }

    private protected override FlowKey Path => _path;

    private protected override bool IsTransportAtEnd => Connection.IsEndOfStream;

    private protected override bool HasInput => Connection.ReceiveQueue.ReadableBytes > 0;

    private protected override bool IsWritable => Connection.IsWritable;

    /// <summary>
    /// Writes bytes whose content does not matter, as many as wanted; the connection's store must be a counting one.
    /// </summary>
    public void WriteUnseen(long count)
    {
        Connection.WriteUnseen(count, _simulation.Now);
        UpdateWritable();
        Flush();
    }

    /// <summary>
    /// From now on throws away what arrives, as an application that reads at once and looks at nothing.
    /// </summary>
    public void DiscardInput() => Connection.CloseRead(_simulation.Now);

    /// <inheritdoc/>
    void ITimerOwner.OnTimer(Timer timer)
    {
        Connection.OnTimer(_simulation.Now);
        Flush();
    }

    /// <inheritdoc/>
    BlackholeDetection IMptcpEnvironment.Blackholes => _host.Blackholes;

    /// <inheritdoc/>
    Endpoint? IMptcpEnvironment.SelectSource(Endpoint source, Endpoint destination) =>
        _host.Route(source, destination)?.Path.Source;

    /// <inheritdoc/>
    TcpConnection IMptcpEnvironment.CreateTcp(Subflow subflow)
    {
        HostPath route = _host.Route(subflow.Local, subflow.Remote)
            ?? throw new InvalidOperationException($"the route from {subflow.Local} to {subflow.Remote} is gone");
        Outlet outlet = Outlet.Through(route.Nic);
        TcpConnection connection = _host.CreateConnection(route, outlet, _stack, Connection.SendQueue.Bytes, subflow);
        _outlets[connection.Flow] = outlet;
        _host.Direct(connection.Flow, new SubflowPort(this, subflow));
        if (subflow.IsInitial)
        {
            _path = route.Path;
        }

        return connection;
    }

    /// <inheritdoc/>
    void IMptcpEnvironment.MapData(Subflow subflow, ByteStore sendBytes, ulong firstDataSequence) =>
        _host.Packets.Flows.SetMappedPayload(
            subflow.Tcp.Flow, sendBytes, firstDataSequence, subflow.Tcp.InitialSequenceNumber);

    /// <inheritdoc/>
    void IMptcpEnvironment.MapPlainly(Subflow subflow, ByteStore sendBytes) =>
        _host.Packets.Flows.SetPayload(subflow.Tcp.Flow, sendBytes, unchecked(subflow.Tcp.InitialSequenceNumber + 1));

    /// <inheritdoc/>
    ByteStore? IMptcpEnvironment.ReceivedBytesOf(Subflow subflow) =>
        _host.Packets.Flows.PayloadOf(_host.Packets.Flows.Reverse(subflow.Tcp.Flow));

    /// <inheritdoc/>
    void IMptcpEnvironment.Remove(Subflow subflow) => _host.Forget(subflow.Tcp.Flow);

    /// <inheritdoc/>
    ulong IMptcpEnvironment.CreateKey(MptcpConnection connection) => _host.CreateKey(this);

    /// <inheritdoc/>
    uint IMptcpEnvironment.CreateNonce() => _host.Random.NextUInt32();

    internal void Start() => Flush();

    internal void OnEndpointAdded(MptcpEndpoint endpoint)
    {
        Connection.OnEndpointAdded(endpoint, _simulation.Now);
        Flush();
    }

    internal void OnEndpointRemoved(MptcpEndpoint endpoint)
    {
        Connection.OnEndpointRemoved(endpoint, _simulation.Now);
        Flush();
    }

    internal void OnPacket(Subflow subflow, in Packet packet)
    {
        Connection.OnPacket(subflow, in packet, _simulation.Now);
        Flush();
    }

    private protected override void OnLackOfSpace() => Connection.OnLackOfSpace();

    private protected override int ReadTransport(Span<byte> buffer) => Connection.Read(buffer, _simulation.Now);

    private protected override int WriteTransport(ReadOnlySpan<byte> bytes) => Connection.Write(bytes, _simulation.Now);

    private protected override void CloseTransportWrite() => Connection.CloseWrite(_simulation.Now);

    private protected override void CloseTransportRead() => Connection.CloseRead(_simulation.Now);

    private protected override void AbortTransport() => Connection.Abort();

    private protected override void Flush()
    {
        Instant now = _simulation.Now;
        while (Connection.TryTransmit(now, out Packet packet))
        {
            SendResult result = _outlets[packet.Flow].Send(in packet, now);
            if (result != SendResult.Queued)
            {
                Connection.OnSendFailed(in packet, result == SendResult.QueueFull, now);
            }
        }

        TcpEvents events = Connection.TakeEvents();
        if (events != TcpEvents.None)
        {
            OnEvents(events, Connection.Failure);
        }

        _timer.Set(Connection.Deadline);
    }

    /// <summary>Directs the packets of one subflow to its connection.</summary>
    private sealed class SubflowPort(MptcpStream stream, Subflow subflow) : IPacketHandler
    {
        public bool TryTake(in Packet packet, Instant now)
        {
            stream.OnPacket(subflow, in packet);
            return true;
        }
    }
}
