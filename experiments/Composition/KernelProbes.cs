using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Protocols.Sockets;
using Results.Recording;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>Watches the connections and interfaces of kernel hosts, once every interval.</summary>
internal sealed class KernelProbes
{
    private readonly KernelPlace _place;
    private readonly EpollLoop _loop;
    private readonly Duration _interval;
    private readonly List<ConnectionNaming> _namings;
    private readonly List<KernelStream> _unmatched = [];
    private readonly List<KernelConnection> _connections = [];
    private readonly Dictionary<string, int> _names = [];
    private readonly List<KernelNicProbe> _nics = [];
    private Instant _next;

    /// <summary>Prepares to watch.</summary>
    /// <param name="place">The hosts.</param>
    /// <param name="applications">What runs on them.</param>
    /// <param name="loop">Serves the hosts' sockets.</param>
    /// <param name="interval">The time between looks.</param>
    public KernelProbes(KernelPlace place, IReadOnlyList<IComposedApplication> applications, EpollLoop loop, Duration interval)
    {
        _place = place;
        _loop = loop;
        _interval = interval;
        _namings = [.. applications.OfType<INamingConnections>().SelectMany(application => application.Connections)];
        foreach (KernelHost host in place.All)
        {
            host.StreamCreated = _unmatched.Add;
            host.StreamEnding = OnEnding;
        }
    }

    /// <summary>The interfaces.</summary>
    public IReadOnlyList<NicRecord> Nics => [.. _nics.Select(nic => nic.ToRecord())];

    /// <summary>The connections, in the order in which they were found.</summary>
    public IReadOnlyList<ConnectionRecord> Connections => [.. _connections.Select(connection => connection.ToRecord())];

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
    }

    private void OnEnding(KernelStream stream)
    {
        Match();
        _connections.Find(connection => connection.Has(stream))?.Sample(_loop.Now);
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

            int repetition = _names.GetValueOrDefault(naming.Connection) + 1;
            _names[naming.Connection] = repetition;
            string name = repetition == 1 ? naming.Connection : FormattableString.Invariant($"{naming.Connection}-{repetition}");
            _connections.Add(naming.IsSender ? new KernelConnection(name, opened, accepted) : new KernelConnection(name, accepted, opened));
            _unmatched.RemoveAll(candidate => candidate == opened || candidate == accepted);
        }
    }

    // In the order in which the scenario has the applications, as in simulated runs.
    private List<(KernelStream Stream, ConnectionNaming Naming)> NamedAndOpen() =>
    [
        .. _namings.SelectMany(naming => _unmatched.Where(stream => stream.State == StreamState.Open && stream.Name == naming.Stream)
            .Select(stream => (stream, naming))),
    ];
}
