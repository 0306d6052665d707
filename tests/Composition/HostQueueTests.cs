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
        JsonElement own = Run(Yaml("host-queue: true", transport));
        JsonElement shaped = Run(Yaml("host-queue: true, discipline: tbf", transport));
        JsonElement foreign = Run(Yaml("host-queue: false", transport));
        using (Assert.EnterMultipleScope())
        {
            // Two buffers of two segments with 1280 B of overhead each, 8.3 kB of memory, hold four packets; the check comes
            // before the packet, and one is being sent: 1.2 ms each.
            Assert.That(own.GetProperty("mean_queue_ms").GetDouble(), Is.LessThan(6 * 1.2112));
            Assert.That(own.GetProperty("dropped_packets").GetInt64(), Is.Zero);
            Assert.That(own.GetProperty("utilisation").GetDouble(), Is.GreaterThan(0.995));
            Assert.That(shaped.GetProperty("mean_queue_ms").GetDouble(), Is.LessThan(6 * 1.2112));
            Assert.That(foreign.GetProperty("mean_queue_ms").GetDouble(), Is.GreaterThan(50));
            Assert.That(foreign.GetProperty("dropped_packets").GetInt64(), Is.Positive);
        }
    }

    // With a round trip below 512 us a buffer is as large as the window lets it be (tcp_tso_autosize), and the check lets go what is less
    // than two of them: the window, not the check, limits, and fills the queue of 50 ms.
    [TestCase("")]
    [TestCase("discipline: { kind: tbf, burst: 5000 B }, ")]
    public void On_the_shortest_path_a_buffer_is_as_large_as_the_window(string discipline)
    {
        string yaml = Yaml($"{discipline}host-queue: true", "tcp")
            .Replace("delay: 5 ms, queue: 200 ms", "delay: 10 us, queue: 50 ms", System.StringComparison.Ordinal);

        JsonElement link = Run(yaml);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(link.GetProperty("dropped_packets").GetInt64(), Is.Positive);
            Assert.That(link.GetProperty("mean_queue_ms").GetDouble(), Is.GreaterThan(25));
        }
    }

    [TestCase("discipline: codel")]
    [TestCase("discipline: { kind: tbf, rate: 5 Mbit/s }")]
    [TestCase("jitter: 1 ms")]
    [TestCase("duplicate: 1 %")]
    public void Only_a_plain_queue_can_be_the_hosts(string other)
    {
        using ServiceProvider services = CompositionRoot.Build(plugIns: null);
        string yaml = Yaml($"host-queue: true, {other}", "tcp");

        ScenarioReading reading = services.GetRequiredService<ScenarioReader>().ReadText(yaml, "test.yaml", []);

        Assert.That(reading.Scenario, Is.Null);
        Assert.That(reading.Errors[0].ToString(), Does.Contain("host-queue").And.Contain("discipline"));
    }

    private static string Yaml(string own, string transport) => Scenario.Replace("OWN", own, System.StringComparison.Ordinal)
        .Replace("TRANSPORT", transport, System.StringComparison.Ordinal);

    private static JsonElement Run(string yaml)
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.RunText(yaml);
        return outcome.Summary.GetProperty("links").EnumerateObject().First(link => link.Name.EndsWith("a.nic1-isp1", System.StringComparison.Ordinal)
            || link.Name.EndsWith("a-isp1", System.StringComparison.Ordinal)).Value;
    }
}
