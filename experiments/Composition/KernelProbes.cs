using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;
using Results.Recording;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>Watches the connections and interfaces of kernel hosts, once every interval.</summary>
internal sealed class KernelProbes : IDisposable
{
    private readonly KernelPlace _place;
    private readonly EpollLoop _loop;
    private readonly Duration _interval;
    private readonly List<ConnectionNaming> _namings;
    private readonly List<KernelStream> _unmatched = [];
    private readonly Dictionary<KernelStream, string> _hostOf = [];
    private readonly MixedConnections? _mixed;
    private readonly List<KernelConnection> _connections = [];
    private readonly Dictionary<string, int> _names = [];
    private readonly List<KernelNicProbe> _nics = [];
    private readonly Dictionary<KernelHost, SocketTable> _tables = [];
    private readonly List<ForeignProbe> _foreign = [];
    private Instant _next;

    /// <summary>Prepares to watch.</summary>
    /// <param name="place">The hosts.</param>
    /// <param name="applications">What runs on them.</param>
    /// <param name="loop">Serves the hosts' sockets.</param>
    /// <param name="interval">The time between looks.</param>
    /// <param name="foreign">The connections that have a foreign program at one end or at both.</param>
    /// <param name="mixed">Records the connections to simulated hosts; null when all hosts are kernels.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The kernel does not show its tables of sockets.</exception>
    public KernelProbes(
        KernelPlace place,
        IReadOnlyList<IComposedApplication> applications,
        EpollLoop loop,
        Duration interval,
        IReadOnlyList<ForeignConnection> foreign,
        MixedConnections? mixed)
    {
        _place = place;
        _mixed = mixed;
        _loop = loop;
        _interval = interval;
        _namings = [.. applications.OfType<INamingConnections>().SelectMany(application => application.Connections)];
        foreach (KernelHost host in place.All)
        {
            host.StreamCreated = stream => OnCreated(stream, host.Name);
            host.StreamEnding = OnEnding;
        }

        HashSet<(string, Endpoint)> claimed = [];
        foreach (ForeignConnection wanted in foreign)
        {
            _foreign.Add(new ForeignProbe(wanted, TableOf(wanted.Opener), TableOf(wanted.Listener), claimed, NewName));
        }
    }

    /// <summary>The interfaces.</summary>
    public IReadOnlyList<NicRecord> Nics => [.. _nics.Select(nic => nic.ToRecord())];

    /// <summary>The connections, in the order in which they were found.</summary>
    public IReadOnlyList<ConnectionRecord> Connections =>
        [.. _connections.Select(connection => connection.ToRecord()), .. _mixed?.Records ?? [], .. _foreign.SelectMany(probe => probe.Connections)];

    /// <summary>The run begins: looks for the first time.</summary>
    public void Start()
    {
        foreach ((string name, KernelHost host) in _place.Hosts)
        {
            _nics.AddRange(host.Interfaces.OfType<KernelInterface>().Where(nic => nic.Name != "lo").Select(nic => new KernelNicProbe(name, nic)));
        }

        Look();
    }

    /// <summary>The run is over: looks for the last time.</summary>
    public void Finish() => SampleAll();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SocketTable table in _tables.Values)
        {
            table.Dispose();
        }
    }

    private SocketTable TableOf(KernelHost host)
    {
        if (!_tables.TryGetValue(host, out SocketTable? table))
        {
            table = new SocketTable(host.Settings.Namespace);
            _tables.Add(host, table);
        }

        return table;
    }

    private void Look()
    {
        SampleAll();

        // Relative to the start, so that lateness does not add up.
        _next += _interval;
        _loop.RunAt(_next, Look);
    }

    private void SampleAll()
    {
        Match();
        Instant now = _loop.Now;
        _nics.ForEach(nic => nic.Sample(now));
        _connections.ForEach(connection => connection.Sample(now));
        _mixed?.Sample(now);
        _foreign.ForEach(probe => probe.Sample(now));
    }

    private void OnCreated(KernelStream stream, string host)
    {
        _unmatched.Add(stream);
        _hostOf.Add(stream, host);
    }

    private void OnEnding(KernelStream stream)
    {
        Match();
        _connections.Find(connection => connection.Has(stream))?.Sample(_loop.Now);
        _mixed?.OnEnding(stream, _loop.Now);
        _hostOf.Remove(stream);
    }

    private void Match()
    {
        foreach ((KernelStream opened, ConnectionNaming naming) in NamedAndOpen())
        {
            KernelStream? accepted = _unmatched.Find(candidate => candidate.Remote == opened.Local && candidate.Local == opened.Remote);
            if (accepted is null)
            {
                continue;
            }

            string name = NewName(naming.Connection);
            _connections.Add(naming.IsSender ? new KernelConnection(name, opened, accepted) : new KernelConnection(name, accepted, opened));
            _unmatched.RemoveAll(candidate => candidate == opened || candidate == accepted);
        }

        if (_mixed is { } mixed)
        {
            _unmatched.RemoveAll(stream => _hostOf.TryGetValue(stream, out string? host) && mixed.TryTake(stream, host, NewName));
        }
    }

    private string NewName(string connection)
    {
        int repetition = _names.GetValueOrDefault(connection) + 1;
        _names[connection] = repetition;
        return repetition == 1 ? connection : FormattableString.Invariant($"{connection}-{repetition}");
    }

    // In the order in which the scenario has the applications, as in simulated runs.
    private List<(KernelStream Stream, ConnectionNaming Naming)> NamedAndOpen() =>
    [
        .. _namings.SelectMany(naming => _unmatched.Where(stream => stream.State == StreamState.Open && stream.Name == naming.Stream)
            .Select(stream => (stream, naming))),
    ];
}
