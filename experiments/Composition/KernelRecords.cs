using System.Linq;
using Experiments.Scenario.Records;
using Experiments.Scenario.Writing;
using Protocols.Core;
using Results.Recording;

namespace Experiments.Composition;

/// <summary>Turns a run on real kernels into the record that all results are made from.</summary>
internal static class KernelRecords
{
    /// <summary>The record of a run.</summary>
    public static RunRecord Of(ScenarioDefinition scenario, KernelOutcome outcome, RunRequest request)
    {
        Instant end = Instant.Zero + scenario.Duration;
        IPublishing[] sources = [.. outcome.Applications.OfType<IPublishing>()];
        string kind = outcome.Kind == LinkKind.Real ? "kernel, real links" : "kernel, simulated links";
        return new RunRecord
        {
            Scenario = scenario.Name,
            Description = scenario.Description,
            ScenarioJson = ScenarioJson.Write(scenario),
            Seed = (ulong)scenario.Seed,
            Duration = scenario.Duration,
            WarmUp = scenario.Record.WarmUp,
            Interval = scenario.Record.Interval,
            Stack = outcome.Network.Hosts.Count == 0 ? "kernel" : "mixed",
            Command = request.Command,
            Versions = RunRecords.Versions(),
            Topology = RunRecords.TopologyOf(scenario, outcome.Network),
            Hosts = RunRecords.HostsOf(scenario, outcome.Network, kind),
            Phases = TimelinePlayer.PhasesOf(scenario),
            Events = [.. scenario.Timeline.Select(entry => new RunEvent(Instant.Zero + entry.At, entry.ToString()))],
            Nics = outcome.Nics,
            Links = outcome.Links,
            Connections = outcome.Connections,
            Sources = [.. sources.Select(source => source.ToRecord())],
            Players = [.. outcome.Applications.OfType<IPlaying>().Select(player => player.ToRecord(end, sources))],
            Engine = outcome.Engine,
            Notices = outcome.Notices,
        };
    }
}
