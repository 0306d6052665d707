using System.Linq;
using System.Text.Json;
using Experiments.Composition;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Composition;

/// <summary><c>remove-endpoint</c> and <c>add-endpoint</c>: a NIC leaves a connection gracefully, and comes back.</summary>
public class EndpointActionTests
{
    private const string Scenario =
        """
        name: leave
        duration: 12 s
        isps:
          isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
          isp2: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
        peerings:
          - { between: [isp1, isp2], rate: 1 Gbit/s, delay: 1 ms }
        hosts:
          a: { nics: { nic1: isp1, nic2: isp2 } }
          b: { nics: { nic1: isp1, nic2: isp2 } }
        applications:
          - { name: bulk, kind: bulk, from: a, to: b }
        timeline:
          - { at: 4 s, remove-endpoint: NIC }
          - { at: 8 s, add-endpoint: NIC }

        """;

    [TestCase("a.nic2")]
    [TestCase("a.nic1")]
    [TestCase("b.nic2")]
    public void A_NIC_without_its_endpoint_is_left_at_once_and_used_again_when_it_has_it_back(string nic)
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.RunText(Scenario.Replace("NIC", nic, System.StringComparison.Ordinal));
        JsonElement rates = outcome.Summary.GetProperty("nics").GetProperty(nic);
        double[] sent = [.. rates.GetProperty(nic[0] == 'a' ? "tx_mbit_s" : "rx_mbit_s").EnumerateArray().Select(rate => rate.GetDouble())];
        JsonElement connection = outcome.Summary.GetProperty("connections").GetProperty("bulk");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent[0], Is.GreaterThan(6));

            // What its two subflows had been given still drains, as it does from a TCP socket that is closed: their send
            // buffers, twice the windows that fill 50 ms of queue and 10 ms of path: some tenths of a second of four.
            Assert.That(sent[1], Is.LessThan(10 * 0.5 / 4));
            Assert.That(sent[2], Is.GreaterThan(5));
            Assert.That(connection.GetProperty("fallback").GetBoolean(), Is.False);

            // The other NIC carries on: no phase delivers less than it can.
            Assert.That(connection.GetProperty("bytes_delivered").GetInt64() * 8 / 12e6, Is.GreaterThan(12));
        }
    }
}
