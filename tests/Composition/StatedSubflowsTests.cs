using System.Text.Json;
using Experiments.Composition;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Composition;

/// <summary>How many subflows a bulk transfer has when the scenario says so, whatever the path manager would do.</summary>
public class StatedSubflowsTests
{
    [TestCase("subflows: 1", "ndiffports", 1)]
    [TestCase("subflows: 3", "ndiffports", 3)]
    [TestCase("subflows: 1", "fullmesh", 1)]
    [TestCase("subflows: [[nic2, nic1]]", "fullmesh", 1)]
    [TestCase("subflows: [[nic2, nic1], [nic1, nic1]]", "fullmesh", 2)]
    [TestCase("bytes: 200 kB", "ndiffports", 2)]
    [TestCase("bytes: 200 kB", "fullmesh", 4)]
    public void The_scenario_decides_over_the_path_manager(string stated, string manager, int expected)
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.RunText(
            $$"""
            name: stated
            duration: 2 s
            isps:
              isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
              isp2: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
            peerings: [{ between: [isp1, isp2], rate: 1 Gbit/s, delay: 5 ms }]
            hosts:
              a: { nics: { nic1: isp1, nic2: isp2 } }
              b: { nics: { nic1: isp1, nic2: isp2 } }
            stack: { profile: linux-mptcp-0.95, path-manager: {{manager}} }
            applications:
              - { name: bulk, kind: bulk, from: a, to: b, {{stated}} }

            """);

        JsonElement connection = outcome.Summary.GetProperty("connections").GetProperty("bulk");
        Assert.That(connection.GetProperty("subflows").GetInt32(), Is.EqualTo(expected));
    }
}
