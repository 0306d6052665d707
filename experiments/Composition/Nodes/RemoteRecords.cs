using System.Collections.Generic;
using System.IO;
using System.Linq;
using Experiments.Scenario.Records;
using Experiments.Scenario.Writing;
using Protocols.Core;
using Results.Recording;

namespace Experiments.Composition.Nodes;

/// <summary>Puts together what the hosts of a run saw, each for itself, to the record of one run.</summary>
internal static class RemoteRecords
{
    /// <summary>The record of a run.</summary>
    public static RunRecord Of(ScenarioDefinition scenario, RemoteOutcome outcome, ComposedNetwork network, RunRequest request)
    {
        RunRecord[] hosts = [.. outcome.Hosts];
        RtmpServerApplication[] servers = [.. scenario.Applications.OfType<RtmpServerApplication>()];
        return new RunRecord
        {
            Scenario = scenario.Name,
            Description = scenario.Description,
            ScenarioJson = ScenarioJson.Write(scenario),
            Seed = (ulong)scenario.Seed,
            Duration = scenario.Duration,
            WarmUp = scenario.Record.WarmUp,
            Interval = scenario.Record.Interval,
            Stack = "kernel",
            Command = request.Command,
            Versions =
            [
                .. RunRecords.Versions(),
                .. hosts.SelectMany(host => host.Versions.Select(version => KeyValuePair.Create($"{host.Hosts[0].Name}: {version.Key}", version.Value))),
            ],
            Topology = RunRecords.TopologyOf(scenario, network),
            Hosts = RunRecords.HostsOf(scenario, network, "kernel, a real host"),
            Phases = TimelinePlayer.PhasesOf(scenario),
            Events = [.. scenario.Timeline.Select(entry => new RunEvent(Instant.Zero + entry.At, entry.ToString()))],
            Nics = [.. hosts.SelectMany(host => host.Nics)],
            Connections = [.. RemoteConnections.Of([.. hosts.Select(host => host.Connections)])],
            Sources = [.. hosts.SelectMany(host => host.Sources)],
            Players = [.. hosts.SelectMany(host => host.Players).Select(player => WithSource(player, scenario, servers))],
            Engine = new EngineRecord(
                0,
                0,
                hosts.Sum(host => host.Engine.CpuSeconds),
                hosts.Max(host => host.Engine.WallSeconds),
                hosts.Max(host => host.Engine.PeakRssBytes)),
            Notices = [.. hosts.SelectMany(host => host.Notices), .. outcome.Notices],
        };
    }

    /// <summary>Takes over the error output of foreign programs.</summary>
    /// <exception cref="ResultsException">A file cannot be written.</exception>
    public static void TakeLogs(RemoteOutcome outcome, RunFolder folder)
    {
        foreach (string file in Directory.EnumerateFiles(outcome.Folder, "*.log", SearchOption.AllDirectories))
        {
            folder.Write($"programs/{Path.GetFileName(file)}", stream => stream.Write(File.ReadAllBytes(file)));
        }
    }

    // Its host does not know who publishes what it plays.
    private static PlayerRecord WithSource(PlayerRecord player, ScenarioDefinition scenario, RtmpServerApplication[] servers)
    {
        RtmpClientApplication client = scenario.Applications.OfType<RtmpClientApplication>().First(application => application.Name.Name == player.Name);
        HashSet<string> urls = [.. Origins.PathOf(client.From, servers).Select(url => url.ToString())];
        RtmpPushApplication? source = scenario.Applications.OfType<RtmpPushApplication>()
            .FirstOrDefault(push => push.Command is null && urls.Contains(push.To.ToString()));
        return new PlayerRecord
        {
            Name = player.Name,
            Host = player.Host,
            Source = source?.Name.Name,
            StartedAt = player.StartedAt,
            Startup = player.Startup,
            EndedAt = player.EndedAt,
            Log = player.Log,
            Stalls = player.Stalls,
            MediaIntact = player.MediaIntact,
            MediaSha256 = player.MediaSha256,
        };
    }
}
