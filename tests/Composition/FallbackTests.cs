using System.IO;
using System.Linq;
using System.Text.Json;
using Experiments.Composition;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Composition;

/// <summary>Connections that ask for MPTCP and become plain TCP are counted as such, and carry their data.</summary>
public class FallbackTests
{
    [TestCase("tcp", "mptcp", false)]
    [TestCase("mptcp", "tcp", true)]
    [TestCase("mptcp", "mptcp", false)]
    public void A_peer_without_MPTCP_makes_a_connection_of_plain_TCP(string client, string server, bool isFallback)
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.RunText(
            $$"""
            name: peers
            duration: 5 s
            isps:
              isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
            hosts:
              a: { nics: { nic1: isp1 }, stack: { transport: {{client}} } }
              b: { nics: { nic1: isp1 }, stack: { transport: {{server}} } }
            applications:
              - { name: bulk, kind: bulk, from: a, to: b, bytes: 1 MB }

            """);
        JsonElement connection = outcome.Summary.GetProperty("connections").GetProperty("bulk");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(connection.GetProperty("fallback").GetBoolean(), Is.EqualTo(isFallback));
            Assert.That(connection.GetProperty("transport").GetString(), Is.EqualTo(isFallback || client == "tcp" ? "tcp" : "mptcp"));
            Assert.That(connection.GetProperty("bytes_delivered").GetInt64(), Is.EqualTo(1_000_000));
            Assert.That(File.ReadAllText(Path.Combine(outcome.Folder, "report.html")).Contains("NoCapableInSyn"), Is.EqualTo(client != server));
        }
    }

    // What a plain TCP connection has sent, its own retransmissions repeat: were it given out a second time, the stream would be longer
    // than the data.
    [TestCase("linux-6.18")]
    [TestCase("linux-mptcp-0.95")]
    public void A_connection_that_fell_back_reinjects_nothing_at_a_timeout(string profile)
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.RunText(
            $$"""
            name: timeout
            duration: 20 s
            isps:
              isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
            hosts:
              a: { nics: { nic1: isp1 } }
              b: { nics: { nic1: isp1 }, stack: { transport: tcp } }
            stack: { profile: {{profile}} }
            applications:
              - { name: bulk, kind: bulk, from: a, to: b, bytes: 5 MB }
            timeline:
              - { at: 2 s, block: isp1 }
              - { at: 4 s, unblock: isp1 }

            """);
        JsonElement connection = outcome.Summary.GetProperty("connections").GetProperty("bulk");

        Assert.That(connection.GetProperty("fallback").GetBoolean());
        Assert.That(connection.GetProperty("subflow")[0].GetProperty("timeouts").GetInt64(), Is.GreaterThan(0));
        Assert.That(connection.GetProperty("reinjected_bytes").GetInt64(), Is.Zero);
        Assert.That(connection.GetProperty("bytes_delivered").GetInt64(), Is.EqualTo(5_000_000));
    }

    // Data that the host refused to send gets more behind it, under the same mapping: its checksum must be that of all of it.
    [TestCase("linux-6.18")]
    [TestCase("linux-mptcp-0.95")]
    public void A_sender_whose_host_refuses_packets_for_a_while_keeps_its_checksums_right(string profile)
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.RunText(
            $$"""
            name: refused
            duration: 15 s
            isps:
              isp1: { rate: 8 Mbit/s, delay: 30 ms, queue: 50 ms }
            hosts:
              a: { nics: { nic1: isp1 } }
              b: { nics: { nic1: isp1 } }
            stack: { profile: {{profile}}, sysctl: { net.mptcp.checksum_enabled: 1 } }
            applications:
              - { name: bulk, kind: bulk, from: a, to: b, bytes: 5 MB }
            timeline:
              - { at: 2 s, block: a.nic1, where: sender }
              - { at: 4 s, unblock: a.nic1 }

            """);
        JsonElement connection = outcome.Summary.GetProperty("connections").GetProperty("bulk");

        Assert.That(connection.GetProperty("fallback").GetBoolean(), Is.False);
        Assert.That(connection.GetProperty("bytes_delivered").GetInt64(), Is.EqualTo(5_000_000));
    }

    [Test]
    public void After_a_blackhole_the_hosts_next_connections_do_not_ask_for_MPTCP()
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.RunText(
            """
            name: blackhole
            duration: 12 s
            isps:
              isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
            hosts:
              a: { nics: { nic1: isp1 } }
              b: { nics: { nic1: isp1 } }
            middleboxes:
              - { name: box, kind: drop-mptcp-syn, on: a.nic1 }
            applications:
              - { name: first, kind: bulk, from: a, to: b, bytes: 100 kB }
              - { name: second, kind: bulk, from: a, to: b, bytes: 100 kB, start: 6 s }
            record: { interval: 500 ms }

            """);

        // SYNs 1 s apart: the fourth is answered after 3 s (facts of Linux 6.18: connect() takes 3.06 s, the next one no time).
        Assert.That(FirstByte(outcome, "first"), Is.InRange(3.0, 3.5));
        Assert.That(FirstByte(outcome, "second"), Is.InRange(6.0, 6.5));
        JsonElement connections = outcome.Summary.GetProperty("connections");
        Assert.That(connections.GetProperty("first").GetProperty("fallback").GetBoolean());
        Assert.That(connections.GetProperty("second").GetProperty("fallback").GetBoolean());
    }

    // The end of the first interval of connections.csv in which something had been delivered.
    private static double FirstByte(RunOutcome outcome, string connection)
    {
        string[] lines = File.ReadAllLines(Path.Combine(outcome.Folder, "connections.csv"));
        int time = System.Array.IndexOf(lines[0].Split(','), "time_s");
        int name = System.Array.IndexOf(lines[0].Split(','), "connection");
        int delivered = System.Array.IndexOf(lines[0].Split(','), "delivered_bytes");
        string[] first = lines.Skip(1).Select(line => line.Split(','))
            .First(fields => fields[name] == connection && fields[delivered] != "0");
        return double.Parse(first[time], System.Globalization.CultureInfo.InvariantCulture);
    }
}
