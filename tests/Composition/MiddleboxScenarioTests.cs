using System.Text.Json;
using Experiments.Composition;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Composition;

/// <summary>Whole transfers through middleboxes: what MPTCP makes of them (RFC 8684, 3.7; Raiciu et al., "How Hard Can It Be?", 2012).</summary>
public class MiddleboxScenarioTests
{
    private TestRuns _runs = null!;

    [SetUp]
    public void Create() => _runs = new TestRuns();

    [TearDown]
    public void Remove() => _runs.Dispose();

    // Without MP_CAPABLE on SYN or SYN/ACK the connection is plain TCP; with SYNs that carry it lost, the third one goes without.
    [TestCase("{ name: box, kind: strip-mptcp, on: a.nic1, packets: syn }")]
    [TestCase("{ name: box, kind: strip-mptcp, on: a.nic1, packets: syn-ack }")]
    [TestCase("{ name: box, kind: strip-mptcp, on: a.nic1 }")]
    [TestCase("{ name: box, kind: strip-unknown-options, on: isp1 }")]
    [TestCase("{ name: box, kind: drop-mptcp-syn, on: a.nic1, direction: up }")]
    public void A_path_without_the_option_in_the_handshake_makes_it_plain_tcp(string box)
    {
        JsonElement connection = Run(box);

        Assert.That(connection.GetProperty("fallback").GetBoolean(), Is.True);
        Assert.That(connection.GetProperty("subflows").GetInt32(), Is.EqualTo(1));
        Assert.That(connection.GetProperty("bytes_delivered").GetInt64(), Is.EqualTo(2_000_000));
    }

    // What does not touch the mappings' meaning, MPTCP survives: their sequence numbers are relative, pieces share a mapping.
    [TestCase("{ name: box, kind: rewrite-sequence, on: a.nic1 }")]
    [TestCase("{ name: box, kind: rewrite-sequence, on: isp2 }")]
    [TestCase("{ name: box, kind: split, on: a.nic1, size: 500 B }")]
    [TestCase("{ name: box, kind: nat44, on: a.nic1 }")]
    [TestCase("{ name: box, kind: nat44, on: a.nic2, address: 203.0.113.9 }")]
    public void Mptcp_survives_other_numbers_addresses_and_sizes(string box)
    {
        JsonElement connection = Run(box);

        Assert.That(connection.GetProperty("fallback").GetBoolean(), Is.False);
        Assert.That(connection.GetProperty("subflows").GetInt32(), Is.EqualTo(2));
        Assert.That(connection.GetProperty("bytes_delivered").GetInt64(), Is.EqualTo(2_000_000));
    }

    // A path on which MP_JOIN gets lost leaves the connection with the subflows that it has.
    [TestCase("{ name: box, kind: strip-mptcp, on: a.nic2, packets: syn }")]
    [TestCase("{ name: box, kind: drop-mptcp-syn, on: a.nic2 }")]
    public void A_second_path_without_the_option_carries_nothing(string box)
    {
        JsonElement connection = Run(box);

        Assert.That(connection.GetProperty("fallback").GetBoolean(), Is.False);
        Assert.That(connection.GetProperty("bytes_delivered").GetInt64(), Is.EqualTo(2_000_000));
        foreach (JsonElement subflow in connection.GetProperty("subflow").EnumerateArray())
        {
            bool isSecond = subflow.GetProperty("local").GetString()!.StartsWith("10.2.", System.StringComparison.Ordinal);
            Assert.That(subflow.GetProperty("delivered_bytes").GetInt64(), isSecond ? Is.Zero : Is.Positive);
        }
    }

    // RFC 8684, 3.7: the checksum is wrong, and there is one subflow only: MP_FAIL, and on with an infinite mapping.
    [Test]
    public void A_changed_payload_ends_in_a_fallback_where_checksums_are_on_and_unnoticed_where_they_are_off()
    {
        const string Box = "{ name: box, kind: corrupt, on: a.nic1, direction: up }";
        const string OnePath = "  a: { nics: { nic1: isp1 } }";
        JsonElement without = Run(Box, hosts: OnePath);
        JsonElement with = Run(Box, hosts: OnePath, sysctl: "net.mptcp.checksum_enabled: 1");

        Assert.That(without.GetProperty("fallback").GetBoolean(), Is.False);
        Assert.That(with.GetProperty("fallback").GetBoolean(), Is.True);
        Assert.That(with.GetProperty("bytes_delivered").GetInt64(), Is.EqualTo(2_000_000));
    }

    // A segment made of two keeps one DSS, and what lies behind its mapping has none: where there is one subflow only, plain TCP goes on.
    [Test]
    public void Coalesced_segments_end_in_a_fallback()
    {
        const string OnePath = "  a: { nics: { nic1: isp1 } }";
        JsonElement connection = Run("{ name: box, kind: coalesce, on: b.nic1, direction: down, size: 9000 B, wait: 5 ms }", OnePath);

        Assert.That(connection.GetProperty("fallback").GetBoolean(), Is.True);
        Assert.That(connection.GetProperty("bytes_delivered").GetInt64(), Is.EqualTo(2_000_000));
    }

    // Half a second at 10 Mbit/s is 0.6 MB. While the path is blocked, retransmissions come further and further apart, and one comes out
    // of another port: the peer, which does not know it, resets. Else 20 MB would arrive.
    [Test]
    public void A_nat_that_forgets_idle_mappings_lets_the_peer_reset_what_goes_on()
    {
        RunOutcome outcome = _runs.RunText(Scenario(
            "{ name: box, kind: nat44, on: a.nic1, idle-timeout: 1 s }", "  a: { nics: { nic1: isp1 } }", "net.ipv4.tcp_sack: 1", "tcp")
                .Replace(", bytes: 2 MB", "", System.StringComparison.Ordinal)
            + "timeline: [{ at: 500 ms, block: isp1 }, { at: 5 s, unblock: isp1 }]\n");
        JsonElement connection = outcome.Summary.GetProperty("connections").GetProperty("flow");

        Assert.That(connection.GetProperty("bytes_delivered").GetInt64(), Is.InRange(300_000, 700_000));
    }

    private JsonElement Run(string box, string hosts = "  a: { nics: { nic1: isp1, nic2: isp2 } }", string sysctl = "net.ipv4.tcp_sack: 1")
    {
        RunOutcome outcome = _runs.RunText(Scenario(box, hosts, sysctl, "mptcp"));
        return outcome.Summary.GetProperty("connections").GetProperty("flow");
    }

    private static string Scenario(string box, string hosts, string sysctl, string transport) => $$"""
        name: middlebox
        duration: 20 s
        ip: 4
        isps:
          isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
          isp2: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
        peerings:
          - { between: [isp1, isp2], rate: 1 Gbit/s, delay: 1 ms }
        hosts:
        {{hosts}}
          b: { nics: { nic1: isp1 } }
        middleboxes:
          - {{box}}
        stack: { transport: {{transport}}, sysctl: { {{sysctl}} } }
        applications:
          - { name: flow, kind: bulk, from: a, to: b, bytes: 2 MB }

        """;
}
