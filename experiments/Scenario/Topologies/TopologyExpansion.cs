using System;
using System.Collections.Generic;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Topologies;

/// <summary>Turns a generated topology into hosts, routers and links, as if the user had written them.</summary>
internal static class TopologyExpansion
{
    /// <summary>Adds what the generator makes to what the user wrote.</summary>
    /// <param name="topology">Which topology.</param>
    /// <param name="at">Where it was asked for; errors about its parts point there.</param>
    /// <param name="scenario">What the user wrote.</param>
    public static ScenarioDefinition Add(TopologyDefinition topology, SourcePosition at, ScenarioDefinition scenario)
    {
        GeneratedNetwork network = new(at);
        switch (topology)
        {
            case TopologyDefinition.Dumbbell dumbbell:
                Build(dumbbell, network);
                break;
            case TopologyDefinition.FatTree tree:
                Build(tree, network);
                break;
            default:
                throw new InvalidOperationException($"No generator makes {topology}.");
        }

        return scenario with
        {
            Topology = topology,
            Routers = [.. scenario.Routers, .. network.Routers],
            Links = [.. scenario.Links, .. network.Links],
            Hosts = [.. scenario.Hosts, .. network.Hosts],
        };
    }

    private static void Build(TopologyDefinition.Dumbbell dumbbell, GeneratedNetwork network)
    {
        network.AddRouter("left");
        network.AddRouter("right");
        network.AddLink("bottleneck", "left", "right", dumbbell.Bottleneck);
        for (int flow = 1; flow <= dumbbell.Flows; flow++)
        {
            network.AddHost($"src{flow}", "left", dumbbell.Access);
            network.AddHost($"dst{flow}", "right", dumbbell.Access);
        }
    }

    // The usual numbering (Al-Fares et al., SIGCOMM 2008): k pods of k/2 edge and k/2 aggregation switches, (k/2)^2
    // core switches; aggregation switch i of every pod leads to the core switches i*k/2 .. i*k/2 + k/2 - 1.
    private static void Build(TopologyDefinition.FatTree tree, GeneratedNetwork network)
    {
        int half = tree.K / 2;
        for (int core = 1; core <= half * half; core++)
        {
            network.AddRouter($"core{core}");
        }

        int host = 0;
        for (int pod = 1; pod <= tree.K; pod++)
        {
            for (int i = 1; i <= half; i++)
            {
                network.AddRouter($"agg{pod}-{i}");
                for (int core = (i - 1) * half + 1; core <= i * half; core++)
                {
                    network.AddLink($"agg{pod}-{i}-core{core}", $"agg{pod}-{i}", $"core{core}", tree.Link);
                }
            }

            for (int edge = 1; edge <= half; edge++)
            {
                network.AddRouter($"edge{pod}-{edge}");
                for (int i = 1; i <= half; i++)
                {
                    network.AddLink($"edge{pod}-{edge}-agg{pod}-{i}", $"edge{pod}-{edge}", $"agg{pod}-{i}", tree.Link);
                    network.AddHost($"h{++host}", $"edge{pod}-{edge}", tree.Link);
                }
            }
        }
    }

    /// <summary>Collects the parts, all of which were asked for at one place.</summary>
    private sealed class GeneratedNetwork(SourcePosition at)
    {
        public List<RouterDefinition> Routers { get; } = [];

        public List<LinkDefinition> Links { get; } = [];

        public List<HostDefinition> Hosts { get; } = [];

        public void AddRouter(string name) => Routers.Add(new RouterDefinition(Name(name)) { Generated = true });

        public void AddLink(string name, string first, string second, LinkSettings settings) =>
            Links.Add(new LinkDefinition(Name(name), Name(first), Name(second), settings) { Generated = true });

        public void AddHost(string name, string router, LinkSettings access)
        {
            string link = $"{name}-access";
            AddLink(link, name, router, access);
            Hosts.Add(
                new HostDefinition(Name(name), [new NicDefinition(Name("nic1"), Name(link))]) { Generated = true });
        }

        private Reference Name(string name) => new(name, at);
    }
}
