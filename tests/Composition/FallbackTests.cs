using System.IO;
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
}
