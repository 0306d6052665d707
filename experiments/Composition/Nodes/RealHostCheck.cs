using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Reading;
using Experiments.Scenario.Records;

namespace Experiments.Composition.Nodes;

/// <summary>What of a scenario cannot be done on real hosts: nobody there owns the network between them.</summary>
public static class RealHostCheck
{
    /// <summary>The reasons, each with its position; none when all can be done.</summary>
    public static IEnumerable<ScenarioError> Obstacles(ScenarioDefinition scenario)
    {
        foreach (TimelineEntry entry in scenario.Timeline)
        {
            foreach (TimelineAction action in entry.Actions)
            {
                if (ObstacleOf(action) is { } obstacle)
                {
                    yield return new ScenarioError(TimelinePlayer.TargetsOf(action).First().Name.At, $"'{action}': {obstacle}");
                }
            }
        }

        foreach (DatagramsApplication datagrams in scenario.Applications.OfType<DatagramsApplication>())
        {
            yield return new ScenarioError(datagrams.Name.At, $"applications.{datagrams.Name}: only simulated hosts send datagrams");
        }

        if (scenario.Middleboxes.Count > 0)
        {
            yield return new ScenarioError(scenario.Middleboxes[0].Name.At, "middleboxes stand on links, and nobody owns those between real hosts");
        }
    }

    /// <summary>What is wrong with the machines given for a scenario; null when nothing is.</summary>
    public static string? Problem(ScenarioDefinition scenario, RemoteHosts hosts)
    {
        string[] names = [.. scenario.Hosts.Select(host => host.Name.Name)];
        string? unknown = hosts.Targets.Keys.FirstOrDefault(name => !names.Contains(name));
        string[] missing = [.. names.Where(name => !hosts.Targets.ContainsKey(name))];
        return unknown is not null ? $"--hosts: the scenario has no host '{unknown}'; {Spelling.Suggest(unknown, names)}"
            : missing.Length > 0 ? $"--hosts: no machine is given for {string.Join(", ", missing)}"
            : null;
    }

    private static string? ObstacleOf(TimelineAction action) => action switch
    {
        TimelineAction.Block { Where: BlockPoint.Wire } =>
            "on real hosts nobody can lose packets on the wire; 'where: sender' and 'where: receiver' block in the hosts themselves",
        TimelineAction.Block block when block.Targets.Any(target => target.Kind == TargetKind.Link) =>
            "a link between real hosts belongs to nobody; block an ISP or a NIC",
        TimelineAction.Set => "the links of real hosts are as they are",
        _ => null,
    };
}
