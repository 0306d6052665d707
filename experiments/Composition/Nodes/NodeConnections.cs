using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Composition.Live;
using Protocols.Core;
using Results.Recording;
using Sim.Emulation;

namespace Experiments.Composition.Nodes;

/// <summary>Records the connections of a node, each from its own end only: the coordinator puts the ends together.</summary>
/// <remarks>
/// Records are named <c>CONNECTION/sent</c> or <c>CONNECTION/received</c> where the connection was opened here, and <c>*/sent</c> and
/// <c>*/received</c>, one of each, where it was accepted: which of the two matters, the other end knows.
/// </remarks>
internal sealed class NodeConnections
{
    /// <summary>Stands for the name of a connection that was accepted.</summary>
    public const string Accepted = "*";

    /// <summary>Ends the name of a record of what left here.</summary>
    public const string Sent = "/sent";

    /// <summary>Ends the name of a record of what arrived here.</summary>
    public const string Received = "/received";

    private readonly EpollLoop _loop;
    private readonly List<ConnectionNaming> _namings;
    private readonly List<(KernelStream Stream, KernelConnection? Sending, LiveConnection? Receiving)> _live = [];
    private readonly List<Func<ConnectionRecord>> _records = [];

    /// <summary>Watches all streams of some hosts from now on.</summary>
    public NodeConnections(IReadOnlyList<KernelHost> hosts, IEnumerable<IComposedApplication> applications, EpollLoop loop)
    {
        _loop = loop;
        _namings = [.. applications.OfType<INamingConnections>().SelectMany(application => application.Connections)];
        foreach (KernelHost host in hosts)
        {
            host.StreamCreated = OnCreated;
            host.StreamEnding = OnEnding;
        }
    }

    /// <summary>The ends, in the order in which their connections began.</summary>
    public IReadOnlyList<ConnectionRecord> Records => [.. _records.Select(record => record())];

    /// <summary>Looks at all that are open.</summary>
    public void Sample(Instant now)
    {
        foreach ((_, KernelConnection? sending, LiveConnection? receiving) in _live)
        {
            sending?.Sample(now);
            receiving?.Sample(now);
        }
    }

    private void OnCreated(KernelStream stream)
    {
        int index = _namings.FindIndex(naming => naming.Stream == stream.Name);
        string name = index < 0 ? Accepted : _namings[index].Connection;
        KernelConnection? sending = index >= 0 && !_namings[index].IsSender
            ? null
            : new KernelConnection(name + Sent, stream, new TableEnd(stream.Transport));
        LiveConnection? receiving = index >= 0 && _namings[index].IsSender ? null : new LiveConnection(name + Received, stream, isSender: false);
        _live.Add((stream, sending, receiving));
        if (sending is not null)
        {
            _records.Add(sending.ToRecord);
        }

        if (receiving is not null)
        {
            _records.Add(receiving.ToRecord);
        }
    }

    private void OnEnding(KernelStream stream)
    {
        int index = _live.FindIndex(entry => entry.Stream == stream);
        if (index >= 0)
        {
            _live[index].Sending?.Sample(_loop.Now);
            _live[index].Receiving?.OnEnding(_loop.Now);
            _live.RemoveAt(index);
        }
    }
}
