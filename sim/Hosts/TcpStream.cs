using System;
using Protocols.Core;
using Protocols.Net;
using Protocols.Tcp;
using Sim.Kernel;
using Sim.Network;

namespace Sim.Hosts;

/// <summary>Drives one plain TCP connection: packets in and out, timers, readiness.</summary>
public sealed class TcpStream : SimStream, IPacketHandler, IFlowEnd, IAlarmOwner
{
    private readonly SimHost _host;
    private readonly Simulation _simulation;
    private readonly ArrivalTrace _trace;
    private readonly Outlet _outlet;
    private readonly Alarm _alarm;
    private PendingEvents _events = new();
    private bool _isForgotten;

    internal TcpStream(SimHost host, TcpConnection connection, Outlet outlet, string name)
        : base(host.Dispatcher, name)
    {
        _host = host;
        _simulation = host.Simulation;
        _trace = host.Trace;
        _outlet = outlet;
        Connection = connection;
        _alarm = new Alarm(_simulation, this);
    }

    /// <summary>The connection.</summary>
    public TcpConnection Connection { get; }

    private Instant Deadline => Instant.Min(Connection.Deadline, Connection.AckDeadline);

    private protected override FlowKey Path => _host.Packets.Flows[Connection.Flow];

    private protected override bool IsTransportAtEnd => Connection.IsEndOfStream;

    private protected override bool HasInput => Connection.Receiver.ReadableBytes > 0;

    private protected override bool IsWritable => Connection.IsWritable;

    /// <summary>
    /// Writes bytes whose content does not matter, as many as wanted; the connection's store must be a counting one.
    /// </summary>
    public void WriteUnseen(long count)
    {
        Connection.WriteUnseen(count);
        Flush();
    }

    /// <summary>
    /// From now on throws away what arrives, as an application that reads at once and looks at nothing.
    /// </summary>
    public void DiscardInput() => Connection.CloseRead(_simulation.Now);

    /// <inheritdoc/>
    bool IPacketHandler.TryTake(in Packet packet, Instant now) => TryTake(in packet, now);

    /// <inheritdoc/>
    void IFlowEnd.Receive(in Packet packet, Instant now)
    {
        _trace.Add(in packet, now);
        if (!TryTake(in packet, now))
        {
            StrayPackets.OnPacket(_host, in packet, _outlet.Nic);
        }
    }

    /// <inheritdoc/>
    void IAlarmOwner.OnAlarm()
    {
        Instant now = _simulation.Now;
        if (!_events.TryTake(now))
        {
            return;
        }

        Instant deadline = Deadline;
        if (deadline <= now)
        {
            OnDeadline(now);
        }
        else if (deadline < _events.Next)
        {
            _events.Expect(deadline, _alarm);
        }
    }

    internal void Start() => Flush();

    private bool TryTake(in Packet packet, Instant now)
    {
        if (Connection.State == TcpState.TimeWait && Connection.IsReplacedBy(in packet))
        {
            Flush(now);
            return false;
        }

        Connection.OnPacket(in packet, now);
        Flush(now);
        return true;
    }

    private void OnDeadline(Instant now)
    {
        // One alarm serves both deadlines of the connection; of two at the same time, the acknowledgment comes first.
        if (Connection.AckDeadline <= now)
        {
            Connection.OnAckTimer(now);
        }

        if (Connection.Deadline <= now)
        {
            Connection.OnTimer(now);
        }

        Flush(now);
    }

    private protected override void OnLackOfSpace() => Connection.OnLackOfSpace();

    private protected override int ReadTransport(Span<byte> buffer) => Connection.Read(buffer, _simulation.Now);

    private protected override int WriteTransport(ReadOnlySpan<byte> bytes) => Connection.Write(bytes);

    private protected override void CloseTransportWrite() => Connection.CloseWrite();

    private protected override void CloseTransportRead() => Connection.CloseRead(_simulation.Now);

    private protected override void AbortTransport() => Connection.Abort();

    private protected override void CloseTransport() => Connection.Close(_simulation.Now);

    private protected override void Flush() => Flush(_simulation.Now);

    private void Flush(Instant now)
    {
        TcpConnection connection = Connection;
        if (SegmentRun.TryBegin(connection, now, out SegmentRun run))
        {
            while (run.TryNext(now) && TrySend(in run.Packet, now))
            {
            }
        }

        while (connection.TryTransmit(now, out Packet packet))
        {
            TrySend(in packet, now);
        }

        TcpEvents events = connection.TakeEvents();
        if (events != TcpEvents.None)
        {
            OnEvents(events, connection.Failure);
        }

        Instant deadline = Deadline;
        if (deadline < _events.Next)
        {
            _events.Expect(deadline, _alarm);
        }

        if (connection.State == TcpState.Closed && !_isForgotten)
        {
            _isForgotten = true;
            _host.Forget(connection.Flow);
        }
    }

    private bool TrySend(in Packet packet, Instant now)
    {
        SendResult result = _outlet.Send(in packet, now);
        if (result == SendResult.Queued)
        {
            return true;
        }

        Connection.OnSendFailed(in packet, result == SendResult.QueueFull, now);
        return false;
    }
}
