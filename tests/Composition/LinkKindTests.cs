using System.Linq;
using System.Text.Json;
using Experiments.Composition;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Composition;

/// <summary><c>stack.links</c> of simulated hosts: lines, or token buckets as a kernel run gives real interfaces (tc-tbf(8)).</summary>
public class LinkKindTests
{
    // Packets of 1442 B with their Ethernet headers take 1.1536 ms at 10 Mbit/s and come every 2 ms on average: they wait
    // rho / (2 (1 - rho)) x 1.1536 ms = 0.786 ms for a line (M/D/1). A bucket of 4 ms lets three and a half of them pass at once, and
    // they wait as much less as the work that is there seldom exceeds it.
    [TestCase("simulated", 0.70, 0.87)]
    [TestCase("real", 0.001, 0.25)]
    public void A_bucket_lets_a_pauses_worth_pass_at_once(string links, double least, double most)
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.RunText(
            $$"""
            name: link-kind
            duration: 60 s
            isps:
              isp1: { rate: 10 Mbit/s, delay: 0 ms, queue: 1 s }
            hosts:
              a: { nics: { nic1: isp1 } }
              b: { nics: { nic1: { to: isp1, rate: 1 Gbit/s } } }
            stack: { links: {{links}} }
            applications:
              - { name: calls, kind: datagrams, from: a, to: b, rate: 5.6 Mbit/s, size: 1400 B, gap: exponential }

            """);

        JsonElement link = outcome.Summary.GetProperty("links").EnumerateObject().First(link => link.Name.Contains("a-isp1", System.StringComparison.Ordinal)).Value;
        Assert.That(link.GetProperty("mean_queue_ms").GetDouble(), Is.InRange(least, most));
    }
}
