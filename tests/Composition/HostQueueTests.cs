using System.Linq;
using System.Text.Json;
using Experiments.Composition;
using Experiments.Scenario;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Composition;

/// <summary><c>host-queue</c>: the queue is that of the host's own interface, and TCP keeps it short (tcp_small_queue_check).</summary>
public class HostQueueTests
{
    private const string Scenario =
        """
        name: small-queue
        duration: 20 s
        isps:
          isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 200 ms, OWN }
        hosts:
          a: { nics: { nic1: isp1 } }
          b: { nics: { nic1: { to: isp1, rate: 1 Gbit/s } } }
        stack: { congestion: cubic, transport: TRANSPORT }
        applications:
          - { name: bulk, kind: bulk, from: a, to: b }
        record: { warm-up: 2 s }

        """;

    [TestCase("tcp")]
    [TestCase("mptcp")]
    public void What_exceeds_two_buffers_waits_in_the_socket(string transport)
    {
        JsonElement own = Run("host-queue: true", transport);
        JsonElement foreign = Run("host-queue: false", transport);
        using (Assert.EnterMultipleScope())
        {
            // Two buffers of two segments with 1280 B of overhead each, 8.3 kB of memory, hold four packets; the check comes
            // before the packet, and one is being sent: 1.2 ms each.
            Assert.That(own.GetProperty("mean_queue_ms").GetDouble(), Is.LessThan(6 * 1.2112));
            Assert.That(own.GetProperty("dropped_packets").GetInt64(), Is.Zero);
            Assert.That(own.GetProperty("utilisation").GetDouble(), Is.GreaterThan(0.995));
            Assert.That(foreign.GetProperty("mean_queue_ms").GetDouble(), Is.GreaterThan(50));
            Assert.That(foreign.GetProperty("dropped_packets").GetInt64(), Is.Positive);
        }
    }

    [TestCase("discipline: codel")]
    [TestCase("jitter: 1 ms")]
    [TestCase("duplicate: 1 %")]
    public void Only_a_plain_queue_can_be_the_hosts(string other)
    {
        using ServiceProvider services = CompositionRoot.Build(plugIns: null);
        string yaml = Scenario.Replace("OWN", $"host-queue: true, {other}", System.StringComparison.Ordinal)
            .Replace("TRANSPORT", "tcp", System.StringComparison.Ordinal);

        ScenarioReading reading = services.GetRequiredService<ScenarioReader>().ReadText(yaml, "test.yaml", []);

        Assert.That(reading.Scenario, Is.Null);
        Assert.That(reading.Errors[0].ToString(), Does.Contain("host-queue").And.Contain("discipline"));
    }

    private static JsonElement Run(string own, string transport)
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.RunText(Scenario.Replace("OWN", own, System.StringComparison.Ordinal)
            .Replace("TRANSPORT", transport, System.StringComparison.Ordinal));
        return outcome.Summary.GetProperty("links").EnumerateObject().First(link => link.Name.EndsWith("a.nic1-isp1", System.StringComparison.Ordinal)
            || link.Name.EndsWith("a-isp1", System.StringComparison.Ordinal)).Value;
    }
}
