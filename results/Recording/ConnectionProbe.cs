using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Net;
using Protocols.Sockets;
using Protocols.Tcp;
using Sim.Hosts;

namespace Results.Recording;

/// <summary>Watches one connection in the direction of its payload: its sender, and its receiver as soon as there is one.</summary>
public sealed class ConnectionProbe : IProbe
{
    private readonly string _name;
    private readonly SimStream _sender;
    private readonly SimStream _receiver;
    private readonly FlowTable _flows;
    private readonly List<ConnectionSample> _samples = [];
    private readonly List<SubflowProbe> _subflows = [];

    /// <summary>A probe of an established connection.</summary>
    /// <param name="name">Its name in results.</param>
    /// <param name="sender">The end that sends the payload.</param>
    /// <param name="receiver">The end that receives it.</param>
    /// <param name="flows">The simulation's flows.</param>
    public ConnectionProbe(string name, SimStream sender, SimStream receiver, FlowTable flows)
    {
        _name = name;
        _sender = sender;
        _receiver = receiver;
        _flows = flows;
    }

    /// <inheritdoc/>
    public void Sample(Instant now)
    {
        FindSubflows();
        _samples.Add(_sender switch
        {
            MptcpStream sender => SampleOf(sender.Connection, ((MptcpStream)_receiver).Connection, now),
            TcpStream sender => SampleOf(sender.Connection, ((TcpStream)_receiver).Connection, now),
            _ => default,
        });
        _subflows.ForEach(subflow => subflow.Sample(now));
    }

    /// <summary>What it saw.</summary>
    /// <param name="asked">Whether MPTCP was asked for.</param>
    public ConnectionRecord ToRecord(bool asked)
    {
        ConnectionSample last = _samples.Count > 0 ? _samples[^1] : default;
        bool isMptcp = _sender is MptcpStream { Connection.IsFallback: false };
        return new ConnectionRecord
        {
            Name = _name,
            Transport = isMptcp ? "mptcp" : "tcp",
            Fallback = asked && !isMptcp,
            EstablishedAt = First?.EstablishedAt,
            ClosedAt = IsOver ? _subflows.Max(subflow => subflow.ClosedAt) : null,
            Error = _sender.Error == StreamError.None ? null : _sender.Error.ToString(),
            BytesDelivered = last.DeliveredBytes,
            ReinjectedBytes = last.ReinjectedBytes,
            DuplicateBytes = last.DuplicateBytes,
            Subflows = [.. _subflows.Select(subflow => subflow.ToRecord())],
            Samples = _samples,
        };
    }

    private TcpConnection? First => _sender switch
    {
        TcpStream plain => plain.Connection,
        MptcpStream multipath => multipath.Connection.AllSubflows[0].Tcp,
        _ => null,
    };

    private bool IsOver => _sender switch
    {
        TcpStream plain => plain.Connection.ClosedAt is not null,
        MptcpStream multipath => multipath.Connection.IsClosed,
        _ => true,
    };

    private static ConnectionSample SampleOf(MptcpConnection sender, MptcpConnection receiver, Instant now) => new(
        now,
        sender.SendQueue.WriteEnd,
        sender.SendQueue.Unacknowledged,
        receiver.ReceiveQueue.ReadEnd,
        sender.SendQueue.WriteEnd - sender.SendQueue.Unacknowledged,
        receiver.ReceiveQueue.OutOfOrderBytes,
        receiver.ReceiveQueue.WindowEnd - receiver.ReceiveQueue.Next,
        sender.SendQueue.ReinjectedBytes,
        receiver.ReceiveQueue.DuplicateBytes,
        sender.Subflows.Count(subflow => subflow.IsFullyEstablished));

    private static ConnectionSample SampleOf(TcpConnection sender, TcpConnection receiver, Instant now) => new(
        now,
        sender.Sender.WriteEnd - 1,
        sender.Sender.Unacknowledged - 1,
        receiver.Receiver.ReadEnd - 1,
        sender.Sender.WriteEnd - sender.Sender.Unacknowledged,
        receiver.Receiver.OutOfOrderBytes,
        receiver.Receiver.WindowEnd - receiver.Receiver.Next,
        ReinjectedBytes: 0,
        receiver.Receiver.DuplicateBytes,
        sender.IsOpen ? 1 : 0);

    private void FindSubflows()
    {
        if (_sender is TcpStream plain && _subflows.Count == 0)
        {
            TcpConnection receiver = ((TcpStream)_receiver).Connection;
            _subflows.Add(new SubflowProbe(0, plain.Connection, null, _flows, () => receiver.Receiver.Next - 1));
        }

        if (_sender is not MptcpStream multipath)
        {
            return;
        }

        IReadOnlyList<Subflow> known = multipath.Connection.AllSubflows;
        for (int i = _subflows.Count; i < known.Count; i++)
        {
            Subflow subflow = known[i];
            int reverse = _flows.Reverse(subflow.Tcp.Flow);
            _subflows.Add(new SubflowProbe(i, subflow.Tcp, subflow, _flows, () => ArrivedOver(reverse)));
        }
    }

    private long ArrivedOver(int flow) => ((MptcpStream)_receiver).Connection.AllSubflows
        .FirstOrDefault(subflow => subflow.Tcp.Flow == flow)?.ArrivedBytes ?? 0;
}
