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
        _samples.Add(SampleOf(now));
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

    // The two ends may differ: one that asked for MPTCP, and one that does not speak it.
    private ConnectionSample SampleOf(Instant now)
    {
        ConnectionSample sample = _sender switch
        {
            MptcpStream { Connection: { } sender } => new ConnectionSample
            {
                WrittenBytes = sender.SendQueue.WriteEnd,
                AckedBytes = sender.SendQueue.Unacknowledged,
                ReinjectedBytes = sender.SendQueue.ReinjectedBytes,
                Subflows = sender.Subflows.Count(subflow => subflow.IsFullyEstablished),
            },
            TcpStream { Connection: { } sender } => new ConnectionSample
            {
                WrittenBytes = sender.Sender.WriteEnd - 1,
                AckedBytes = sender.Sender.Unacknowledged - 1,
                Subflows = sender.IsOpen ? 1 : 0,
            },
            _ => default,
        };
        sample = sample with { At = now, SendQueueBytes = sample.WrittenBytes - sample.AckedBytes };
        return _receiver switch
        {
            MptcpStream { Connection.ReceiveQueue: { } queue } => sample with
            {
                DeliveredBytes = queue.ReadEnd,
                OutOfOrderBytes = queue.OutOfOrderBytes,
                ReceiveWindowBytes = queue.WindowEnd - queue.Next,
                DuplicateBytes = queue.DuplicateBytes,
            },
            TcpStream { Connection.Receiver: { } queue } => sample with
            {
                DeliveredBytes = queue.ReadEnd - 1,
                OutOfOrderBytes = queue.OutOfOrderBytes,
                ReceiveWindowBytes = queue.WindowEnd - queue.Next,
                DuplicateBytes = queue.DuplicateBytes,
            },
            _ => sample,
        };
    }

    private void FindSubflows()
    {
        if (_sender is TcpStream plain && _subflows.Count == 0)
        {
            int flow = plain.Connection.Flow;
            _subflows.Add(new SubflowProbe(0, plain.Connection, null, _flows, () => ArrivedOver(flow)));
        }

        if (_sender is not MptcpStream multipath)
        {
            return;
        }

        SubflowList known = multipath.Connection.AllSubflows;
        for (int i = _subflows.Count; i < known.Count; i++)
        {
            Subflow subflow = known[i];
            int flow = subflow.Tcp.Flow;
            _subflows.Add(new SubflowProbe(i, subflow.Tcp, subflow, _flows, () => ArrivedOver(flow)));
        }
    }

    private long ArrivedOver(int flow) => _receiver switch
    {
        MptcpStream multipath => multipath.Connection.AllSubflows
            .FirstOrDefault(subflow => _flows.OriginalOf(_flows.Reverse(subflow.Tcp.Flow)) == flow)?.ArrivedBytes ?? 0,
        TcpStream plain => plain.Connection.Receiver.Next - 1,
        _ => 0,
    };
}
