using System;
using System.Linq;
using Experiments.Scenario.Records;
using NUnit.Framework;

namespace Tests.Scenario;

/// <summary>Generated topologies have the hosts and links that their name promises.</summary>
public class TopologyTests
{
    [Test]
    public void A_dumbbell_has_one_link_in_the_middle_and_two_hosts_per_flow()
    {
        ScenarioDefinition scenario = ScenarioCase.ReadValid("""
            duration: 1 s
            topology: { kind: dumbbell, flows: 3, bottleneck: { rate: 1 Mbit/s, queue: 1 bdp, rtt: 40 ms },
              access: { rate: 1 Gbit/s } }
            applications: [{ name: flows, kind: bulk, pairs: one-to-one }]
            timeline: [{ at: 0.5 s, block: bottleneck }]
            """);

        Assert.That(
            scenario.Hosts.Select(host => host.Name.Name),
            Is.EquivalentTo(new[] { "src1", "src2", "src3", "dst1", "dst2", "dst3" }));
        Assert.That(
            scenario.Links.Select(link => $"{link.Name}: {link.First}, {link.Second}"), Is.SupersetOf(new[]
            {
                "bottleneck: left, right", "src2-access: src2, left", "dst2-access: dst2, right",
            }));
        TrafficPairs.Given pairs = (TrafficPairs.Given)((BulkApplication)scenario.Applications[0]).Pairs;
        Assert.That(
            pairs.Pairs.Select(pair => $"{pair.From}-{pair.To}"),
            Is.EqualTo(new[] { "src1-dst1", "src2-dst2", "src3-dst3" }));
    }

    // Al-Fares et al., SIGCOMM 2008: k^3/4 hosts, 5k^2/4 switches, k^3/4 links at each of the three levels.
    [TestCase(2, 2, 5, 6)]
    [TestCase(4, 16, 20, 48)]
    [TestCase(8, 128, 80, 384)]
    public void A_fat_tree_has_the_numbers_of_the_paper(int k, int hosts, int switches, int links)
    {
        ScenarioDefinition scenario = FatTree(k);

        Assert.That(
            (scenario.Hosts.Count, scenario.Routers.Count, scenario.Links.Count), Is.EqualTo((hosts, switches, links)));
    }

    [Test]
    public void Every_switch_of_a_fat_tree_has_k_ports()
    {
        ScenarioDefinition scenario = FatTree(8);

        ILookup<string, LinkDefinition> ports = scenario.Links
            .SelectMany(link => new[] { (End: link.First.Name, Link: link), (End: link.Second.Name, Link: link) })
            .ToLookup(port => port.End, port => port.Link);

        Assert.That(scenario.Routers.Select(router => ports[router.Name.Name].Count()), Is.All.EqualTo(8));
    }

    [TestCase("kind: ¦fattree, k: 4",
        "topology.kind: unknown value 'fattree'; did you mean 'fat-tree'? (allowed: dumbbell, fat-tree)")]
    [TestCase("kind: fat-tree, k: ¦5, rate: 1 Mbit/s",
        "topology.k: '5' is odd; half the ports of a switch lead up, half down, so k is even")]
    [TestCase("kind: fat-tree, k: ¦64, rate: 1 Mbit/s", "topology.k: '64' is out of range; allowed is 2 to 32")]
    public void A_wrong_topology_is_reported(string topology, string message)
    {
        string text = $"duration: 1 s\ntopology: {{ {topology} }}\n";

        Assert.That(
            ScenarioCase.Read(text).Errors.Select(error => error.ToString()),
            Is.EqualTo(new[] { $"{ScenarioCase.PositionOfMark(text)}: {message}" }));
    }

    [Test]
    public void What_is_written_and_what_is_generated_share_one_name_space()
    {
        string text = """
            duration: 1 s
            topology: ¦{ kind: dumbbell, flows: 1, bottleneck: { rate: 1 Mbit/s }, access: { rate: 1 Gbit/s } }
            routers: [left]
            """;

        Assert.That(
            ScenarioCase.Read(text).Errors.Select(error => error.ToString()),
            Is.EqualTo(new[]
            {
                $"{ScenarioCase.PositionOfMark(text)}: "
                    + "duplicate name 'left': a router here, already a router in line 3",
            }));
    }

    private static ScenarioDefinition FatTree(int k) => ScenarioCase.ReadValid(FormattableString.Invariant($$"""
        duration: 1 s
        topology: { kind: fat-tree, k: {{k}}, rate: 100 Mbit/s, delay: 100 us, queue: 100 packets }
        applications: [{ name: flows, kind: bulk, pairs: permutation, subflows: 8 }]
        """));
}
