using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using Experiments.Scenario.Records;
using Experiments.Scenario.Writing;
using Protocols.Core;
using Protocols.Mptcp;
using Results.Recording;
using Sim.Hosts;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>Turns a simulated run into the record that all results are made from.</summary>
internal static class RunRecords
{
    private const string Model = "model";

    /// <summary>The record of a run.</summary>
    public static RunRecord Of(ScenarioDefinition scenario, SimulatedOutcome outcome, RunRequest request)
    {
        Instant end = Instant.Zero + scenario.Duration;
        IPublishing[] sources = [.. outcome.Applications.OfType<IPublishing>()];
        PlayerRecord[] players = [.. outcome.Applications.OfType<IPlaying>().Select(player => player.ToRecord(end, sources))];
        IReadOnlyList<NicRecord> nics = outcome.Probes.Nics;
        Fingerprint events = new();
        events.Add(unchecked((long)outcome.Network.Trace.Value));
        return new RunRecord
        {
            Scenario = scenario.Name,
            Description = scenario.Description,
            ScenarioJson = ScenarioJson.Write(scenario),
            Seed = (ulong)scenario.Seed,
            Duration = scenario.Duration,
            WarmUp = scenario.Record.WarmUp,
            Interval = scenario.Record.Interval,
            Stack = Model,
            Command = request.Command,
            Versions = Versions(),
            Topology = TopologyOf(scenario, outcome.Network),
            Hosts = HostsOf(scenario, outcome.Network, Model),
            Phases = TimelinePlayer.PhasesOf(scenario),
            Events = [.. scenario.Timeline.Select(entry => new RunEvent(Instant.Zero + entry.At, entry.ToString()))],
            Nics = nics,
            Links = outcome.Probes.Links,
            Connections = outcome.Probes.Connections,
            Sources = [.. sources.Select(source => source.ToRecord())],
            Players = players,
            Engine = outcome.Engine,
            Fingerprint = RunFingerprint.Of(events, nics, players),
            Notices = Notices(outcome),
        };
    }

    /// <summary>What a run is made with: names and versions, for the manifest.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Versions() =>
    [
        new("simulator", typeof(RunRecords).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? ""),
        new("runtime", RuntimeInformation.FrameworkDescription),
        new("kernel", RuntimeInformation.OSDescription),
        new("machine", FormattableString.Invariant($"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors")),
    ];

    /// <summary>The network in words.</summary>
    internal static IReadOnlyList<string> TopologyOf(ScenarioDefinition scenario, ComposedNetwork network)
    {
        List<string> lines = [];
        foreach (IspDefinition isp in scenario.Isps)
        {
            IEnumerable<string> customers = network.Topology.Isps.First(candidate => candidate.Name == isp.Name.Name)
                .Customers.Select(nic => nic.FullName);
            lines.Add($"{isp.Name}: {string.Join(", ", customers)}");
        }

        foreach (PeeringDefinition peering in scenario.Peerings)
        {
            lines.Add($"{peering.First} and {peering.Second} are peered: {peering.Settings.Rate}, {peering.Settings.Delay}");
        }

        foreach (LinkDefinition link in scenario.Links.Where(link => !link.Generated))
        {
            lines.Add($"link {link.Name} from {link.First} to {link.Second}: {link.Settings.Rate}, {link.Settings.Delay}");
        }

        if (scenario.Topology is { } generated)
        {
            lines.Add(generated switch
            {
                TopologyDefinition.Dumbbell dumbbell =>
                    FormattableString.Invariant($"a dumbbell of {dumbbell.Flows} pairs of hosts around one link of {dumbbell.Bottleneck.Rate}"),
                TopologyDefinition.FatTree tree => FormattableString.Invariant($"a fat tree of {tree.K}-port switches"),
                _ => "a generated network",
            });
        }

        return lines;
    }

    /// <summary>The hosts in words.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="network">Its network.</param>
    /// <param name="kind">What runs the transport of those that are not simulated.</param>
    /// <remarks>Generated hosts are all alike; a report that lists ten thousand of them helps nobody.</remarks>
    internal static IReadOnlyList<HostRecord> HostsOf(ScenarioDefinition scenario, ComposedNetwork network, string kind) =>
    [
        .. scenario.Hosts.Where(host => !host.Generated).Select(host => new HostRecord
        {
            Name = host.Name.Name,
            Stack = Describe(scenario.StackOf(host), network.Hosts.ContainsKey(host.Name.Name) ? Model : kind),
            Interfaces = [.. NicsOf(host, network).Select(nic => Describe(nic, network))],
            Routing = RouteCommands.Of(network.Topology.RulesOf(network.Owners[host.Name.Name])),
        }),
    ];

    /// <summary>What the reader should know of the applications, one sentence each.</summary>
    internal static IEnumerable<string> NoticesOf(IReadOnlyList<IComposedApplication> applications)
    {
        foreach (IComposedApplication application in applications)
        {
            string? failure = application switch
            {
                PushComposition push => push.Failure,
                ClientComposition client => client.Failure,
                ForeignApplication foreign => foreign.Failure,
                _ => null,
            };
            if (failure is not null)
            {
                yield return $"{application.Name} ended early: {failure}";
            }

            if (application is ServerComposition { Server: { } server })
            {
                (string What, long Count)[] counts =
                [
                    ("frames dropped for slow viewers", server.DroppedFrames),
                    ("protocol errors", server.ProtocolErrors),
                    ("connections ended by a time-out", server.TimedOutConnections),
                ];
                foreach ((string what, long count) in counts.Where(counted => counted.Count > 0))
                {
                    yield return FormattableString.Invariant($"{application.Name}: {what}: {count}");
                }
            }
        }
    }

    private static IEnumerable<Nic> NicsOf(HostDefinition host, ComposedNetwork network) =>
        network.Topology.Nics.Where(nic => nic.Owner == network.Owners[host.Name.Name]);

    private static string Describe(StackDefinition stack, string kind)
    {
        string transport = stack.Transport == TransportKind.Tcp ? "tcp" : "mptcp";
        string?[] parts = [kind, kind == Model ? stack.Profile?.Name ?? StackComposer.DefaultProfile : null, transport];
        string?[] chosen = [stack.Congestion?.Name, stack.Scheduler?.Name, stack.PathManager?.Name];
        return string.Join(", ", parts.Concat(chosen).OfType<string>());
    }

    private static string Describe(Nic nic, ComposedNetwork network) =>
        $"{nic.Name} at {network.Attachments[nic]}, {string.Join(" and ", nic.Addresses.Select(address => address.ToString()))}";

    private static List<string> Notices(SimulatedOutcome outcome)
    {
        List<string> notices = [.. NoticesOf(outcome.Applications)];
        foreach (SimHost host in outcome.Network.Hosts.Values)
        {
            List<MptcpConnection> connections = [.. host.Streams.OfType<MptcpStream>().Select(stream => stream.Connection)];
            foreach (IGrouping<FallbackReason, MptcpConnection> fallback in connections
                .Where(connection => connection.IsFallback).GroupBy(connection => connection.FallbackReason))
            {
                notices.Add(FormattableString.Invariant(
                    $"{host.Name}: connections that fell back from MPTCP to TCP ({fallback.Key}): {fallback.Count()}"));
            }

            int errors = connections.Sum(connection => connection.Counters.ProtocolErrors);
            if (errors > 0)
            {
                notices.Add(FormattableString.Invariant($"{host.Name}: errors in the use of MPTCP: {errors}"));
            }
        }

        return notices;
    }
}
