using System.Text.Json;
using Experiments.Composition;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Composition;

/// <summary>Receive buffers that grow with what the application reads (tcp_rcv_space_adjust, mptcp_rcv_space_adjust).</summary>
public class AutotuningTests
{
    // tcp_rmem's default is 131072 B, of which half is window: 65536 B in a round trip of 100 ms are 5.2 Mbit/s. The path
    // carries 100 Mbit/s, 1404 of 1514 bytes of which are payload.
    [TestCase("tcp", 1, 70, 96)]
    [TestCase("tcp", 0, 3, 5.3)]
    [TestCase("mptcp", 1, 70, 96)]
    [TestCase("mptcp", 0, 3, 5.3)]
    public void The_window_grows_to_what_the_path_holds_unless_moderation_is_off(string transport, int moderate, double least, double most)
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.RunText(
            $$"""
            name: autotuning
            duration: 20 s
            isps:
              isp1: { rate: 100 Mbit/s, delay: 25 ms, queue: 100 ms }
            hosts:
              a: { nics: { nic1: isp1 } }
              b: { nics: { nic1: isp1 } }
            stack: { transport: {{transport}}, congestion: cubic, sysctl: { net.ipv4.tcp_moderate_rcvbuf: {{moderate}} } }
            applications:
              - { name: bulk, kind: bulk, from: a, to: b }
            record: { warm-up: 5 s }

            """);

        JsonElement connection = outcome.Summary.GetProperty("connections").GetProperty("bulk");
        Assert.That(connection.GetProperty("goodput_mbit_s").GetDouble(), Is.InRange(least, most));
    }
}
