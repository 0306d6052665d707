using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Net;
using Results.Recording;
using Sim.Hosts;
using Sim.Kernel;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>One run of a scenario on simulated hosts and links: built, carried out, and turned into a record.</summary>
internal sealed class SimulatedRun
{
    // How much virtual time passes between two looks at whether the user wants to stop.
    private static readonly Duration _slice = Duration.FromMilliseconds(500);

    private readonly ScenarioDefinition _scenario;
    private readonly ComposedNetwork _network;
    private readonly IReadOnlyList<IComposedApplication> _applications;
    private readonly RunProbes _probes;

    /// <summary>Builds it.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="catalogue">What can be chosen by name.</param>
    public SimulatedRun(ScenarioDefinition scenario, Catalogue catalogue)
    {
        _scenario = scenario;
        LinkComposer links = new(catalogue, likeRealLinks: scenario.Stack.Links == LinkKind.Real);
        _network = new NetworkComposer(scenario, new StackComposer(catalogue, scenario.Seed), links, new MiddleboxComposer(catalogue)).Compose();
        _applications = new ApplicationComposer(new SimulatedPlace(_network, catalogue), catalogue).Compose(scenario.Applications);
        PlanFeedForward();
        _probes = new RunProbes(scenario, _network, _applications);
        new TimelinePlayer(_network.Topology, new SimulatedStage()).Schedule(scenario.Timeline, Simulation);
        foreach ((IComposedApplication application, ApplicationDefinition definition) in _applications.Zip(scenario.Applications))
        {
            Simulation.RunAt(Instant.Zero + definition.Start, application.Start);
            if (definition.Stop is { } stop)
            {
                Simulation.RunAt(Instant.Zero + stop, application.Stop);
            }
        }
    }

    /// <summary>Whether the scenario wants packets of some NIC written down.</summary>
    public bool WantsCapture => _scenario.Record.Pcap.Count > 0;

    private Simulation Simulation => _network.Simulation;

    private Instant End => Instant.Zero + _scenario.Duration;

    /// <summary>Carries it out.</summary>
    /// <param name="capture">Where the packets go that the scenario wants written down; null for nowhere.</param>
    /// <param name="cancellation">Signalled when the user wants to stop.</param>
    /// <returns>What is known of it; the command and the versions are the caller's to add.</returns>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    public SimulatedOutcome Run(Stream? capture, CancellationToken cancellation)
    {
        using NicCapture? tap = capture is null ? null : Capture(capture);
        Stopwatch wall = Stopwatch.StartNew();
        TimeSpan cpuBefore = ProcessorTime.Now;
        TimeSpan compilationBefore = ProcessorTime.Compilation;
        while (Simulation.Now < End)
        {
            cancellation.ThrowIfCancellationRequested();
            Simulation.Run(Instant.Min(Simulation.Now + _slice, End));
            ThrowIfFailed();
        }

        tap?.Finish();
        _probes.Finish();

        // The compiler's time is told as time that passed; of that, this thread had the processor as much as otherwise.
        double cpu = (ProcessorTime.Now - cpuBefore).TotalSeconds;
        double share = Math.Min(cpu / wall.Elapsed.TotalSeconds, 1);
        double compilation = (ProcessorTime.Compilation - compilationBefore).TotalSeconds * share;
        EngineRecord engine = new(
            Simulation.Events,
            Simulation.PacketHops,
            Math.Max(cpu - compilation, 0),
            wall.Elapsed.TotalSeconds,
            Process.GetCurrentProcess().PeakWorkingSet64,
            compilation);
        return new SimulatedOutcome(_probes, _network, _applications, engine);
    }

    // Where nothing can change and nothing is pinned, routers may be told of packets ahead of time: fewer events, the same run.
    private void PlanFeedForward()
    {
        bool isPinned = _scenario.Applications.Any(application => application is BulkApplication { Via.Count: > 0 }
            or DatagramsApplication { Via.Count: > 0 });
        if (isPinned || _scenario.Middleboxes.Count > 0)
        {
            return;
        }

        HashSet<(IpAddress, IpAddress)> pairs = [];
        foreach ((string from, string to) in _applications.SelectMany(application => application.Traffic).Distinct())
        {
            foreach (IpAddress source in AddressesOf(from))
            {
                foreach (IpAddress destination in AddressesOf(to).Where(address => address.Family == source.Family))
                {
                    pairs.Add((source, destination));
                    pairs.Add((destination, source));
                }
            }
        }

        FeedForward.Plan(_network.Topology, pairs);
    }

    private IEnumerable<IpAddress> AddressesOf(string host) => _network.Hosts[host].Nics.SelectMany(nic => nic.Addresses);

    private NicCapture Capture(Stream target)
    {
        Nic[] nics = [.. _scenario.Record.Pcap.Select(nic => (Nic)_network.Topology.FindTarget(nic.Name.Name)!)];
        return new NicCapture(target, nics, _network.Packets, Simulation);
    }

    private void ThrowIfFailed()
    {
        foreach (SimHost host in _network.Hosts.Values)
        {
            if (host.Failure is { } failure)
            {
                throw new InvalidOperationException(
                    $"a program on host '{host.Name}' failed at {Simulation.Now}: {failure.Message}", failure);
            }
        }
    }
}
