using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Net;
using Results.Recording;
using Sim.Hosts;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>Everything that watches one run.</summary>
internal sealed class RunProbes
{
    // Beyond so many, links and connections are looked at only at the borders of the measured window: series of ten thousand
    // connections would fill the memory and nobody would read them.
    private const int MostSampled = 500;

    private readonly ComposedNetwork _network;
    private readonly IReadOnlyList<IComposedApplication> _applications;
    private readonly Sampler _sampler;
    private readonly List<NicProbe> _nics = [];
    private readonly List<LinkProbe> _links = [];
    private readonly Dictionary<SimStream, (ConnectionProbe Probe, bool Asked)> _connections = [];
    private readonly List<ConnectionProbe> _inOrder = [];
    private readonly Dictionary<string, int> _names = [];
    private readonly bool _isLarge;

    /// <summary>Starts to watch.</summary>
    /// <param name="scenario">What is run.</param>
    /// <param name="network">Its network.</param>
    /// <param name="applications">Its applications.</param>
    public RunProbes(
        ScenarioDefinition scenario, ComposedNetwork network, IReadOnlyList<IComposedApplication> applications)
    {
        _network = network;
        _applications = applications;
        Instant end = Instant.Zero + scenario.Duration;
        _sampler = new Sampler(network.Simulation, scenario.Record.Interval, Instant.Zero + scenario.Record.WarmUp, end);
        _isLarge = network.Links.Count > MostSampled;
        foreach (Nic nic in network.Topology.Nics)
        {
            _nics.Add(new NicProbe(nic, scenario.Record.Interval, end));
        }

        foreach (NamedLink link in network.Links)
        {
            LinkProbe probe = new(link.Name, link.From, link.To, link.Link);
            _links.Add(probe);
            _sampler.Add(probe, _isLarge);
        }

        _sampler.Add(new ConnectionFinder(this), isRare: false);
    }

    /// <summary>The NICs.</summary>
    public IReadOnlyList<NicRecord> Nics => [.. _nics.Select(probe => probe.ToRecord())];

    /// <summary>The links.</summary>
    public IReadOnlyList<LinkRecord> Links => [.. _links.Select(probe => probe.ToRecord())];

    /// <summary>The connections, in the order in which they were established.</summary>
    public IReadOnlyList<ConnectionRecord> Connections =>
        [.. _inOrder.Select(probe => probe.ToRecord(_connections.Values.First(entry => entry.Probe == probe).Asked))];

    /// <summary>The run is over.</summary>
    public void Finish()
    {
        FindConnections();
        _sampler.Finish();
    }

    private void FindConnections()
    {
        foreach (OpenedStream opened in _applications.OfType<IConnecting>().SelectMany(application => application.Opened))
        {
            if (!_connections.ContainsKey(opened.Stream) && FindPeer(opened.Stream) is { } peer)
            {
                Add(opened, peer);
            }
        }
    }

    private void Add(OpenedStream opened, SimStream peer)
    {
        SimStream sender = opened.IsSender ? opened.Stream : peer;
        SimStream receiver = opened.IsSender ? peer : opened.Stream;
        int repetition = _names.GetValueOrDefault(opened.Name) + 1;
        _names[opened.Name] = repetition;
        string name = repetition == 1 ? opened.Name : FormattableString.Invariant($"{opened.Name}-{repetition}");
        ConnectionProbe probe = new(name, sender, receiver, _network.Packets.Flows);
        _connections.Add(opened.Stream, (probe, opened.Stream is MptcpStream));
        _inOrder.Add(probe);
        _sampler.Add(probe, _isLarge);
    }

    private SimStream? FindPeer(SimStream stream)
    {
        if (_network.Topology.FindNic(stream.Remote.Address)?.Owner is not SimHost host)
        {
            return null;
        }

        return host.Streams.FirstOrDefault(candidate => candidate.Local == stream.Remote && SenderTo(candidate) == stream.Local);
    }

    /// <summary>The far end of a stream as it knows itself: another one than the stream knows where an address translator is on the way.</summary>
    private Endpoint SenderTo(SimStream stream)
    {
        FlowTable flows = _network.Packets.Flows;
        FlowKey arriving = new(stream.Remote, stream.Local, IpProtocol.Tcp);
        return flows.Contains(arriving) ? flows[flows.OriginalOf(flows.Intern(arriving))].Source : stream.Remote;
    }

    /// <summary>Looks for connections that are new.</summary>
    private sealed class ConnectionFinder(RunProbes probes) : IProbe
    {
        public void Sample(Instant now) => probes.FindConnections();
    }
}
