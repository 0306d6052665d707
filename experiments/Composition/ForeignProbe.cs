using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Protocols.Net;
using Results.Recording;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>Records the connections of a foreign program, one after the other, by the kernel's tables of both hosts.</summary>
/// <param name="wanted">What to look for.</param>
/// <param name="opener">The sockets of the host that opens them.</param>
/// <param name="listener">The sockets of the server's host.</param>
/// <param name="claimed">The connections that others have found, by the first local endpoint at the opener; those found here are added.</param>
/// <param name="nameOf">Gives each connection its name in results.</param>
internal sealed class ForeignProbe(
    ForeignConnection wanted, SocketTable opener, SocketTable listener, HashSet<(string Host, Endpoint Local)> claimed, Func<string, string> nameOf)
{
    private readonly IpAddress[] _addresses = [.. wanted.Listener.Interfaces.SelectMany(nic => nic.Addresses)];
    private readonly List<KernelConnection> _connections = [];
    private Endpoint? _current;
    private TableEnd _openerEnd = new(wanted.Transport);
    private TableEnd _listenerEnd = new(wanted.Transport);

    /// <summary>The connections in the order in which they were found.</summary>
    public IEnumerable<ConnectionRecord> Connections => _connections.Select(connection => connection.ToRecord());

    /// <summary>Looks at the one that is open, and for the next when there is none.</summary>
    public void Sample(Instant now)
    {
        ConnectionStatus[] open =
        [
            .. opener.ReadConnections((_, remote) => remote.Port == wanted.Port && _addresses.Contains(remote.Address))
                .Select(connection => connection.Status),
        ];
        ConnectionStatus? status = _current is { } known ? open.FirstOrDefault(connection => Has(connection, known)) : null;
        if (status is null && open.FirstOrDefault(IsOurs) is { } found)
        {
            status = found;
            Begin(found);
        }

        _openerEnd.Status = status;
        _listenerEnd.Status = status is null ? null : listener
            .ReadConnections((local, remote) => status.Subflows.Any(subflow => subflow.Local == remote && subflow.Remote == local))
            .Select(connection => connection.Status).FirstOrDefault();
        if (_current is not null)
        {
            _connections[^1].Sample(now);
        }
    }

    private static bool Has(ConnectionStatus connection, Endpoint local) => connection.Subflows.Any(subflow => subflow.Local == local);

    private bool IsOurs(ConnectionStatus connection)
    {
        bool isStreamOfOurs = wanted.Opener.Streams.Any(
            stream => Has(connection, stream.Local) && (!wanted.IsOpenedByUs || stream.Name == wanted.Naming.Stream));
        return isStreamOfOurs == wanted.IsOpenedByUs
            && !connection.Subflows.Any(subflow => claimed.Contains((wanted.Opener.Name, subflow.Local)));
    }

    private void Begin(ConnectionStatus found)
    {
        Endpoint local = found.Subflows[0].Local;
        claimed.Add((wanted.Opener.Name, local));
        _current = local;
        _openerEnd = new TableEnd(wanted.Transport);
        _listenerEnd = new TableEnd(wanted.Transport);
        string name = nameOf(wanted.Naming.Connection);
        _connections.Add(wanted.Naming.IsSender
            ? new KernelConnection(name, _openerEnd, _listenerEnd)
            : new KernelConnection(name, _listenerEnd, _openerEnd));
    }
}
