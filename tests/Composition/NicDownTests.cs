using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Experiments.Composition;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Composition;

/// <summary><c>down</c> and <c>up</c>: what <c>ip link set dev NIC down</c> does to the subflows of a connection.</summary>
/// <remarks>Seen on Linux 6.18: no RST, FIN or REMOVE_ADDR; the subflows stay established and back off, and are used again afterwards.</remarks>
public class NicDownTests
{
    [Test]
    public void Subflows_of_a_NIC_that_is_down_stay_and_back_off_and_come_back()
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.RunText(
            """
            name: down
            duration: 20 s
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
              - { at: 4 s, down: a.nic2 }
              - { at: 8 s, up: a.nic2 }
            record: { interval: 500 ms }

            """);

        double[] sent = [.. outcome.Summary.GetProperty("nics").GetProperty("a.nic2").GetProperty("tx_mbit_s").EnumerateArray().Select(rate => rate.GetDouble())];
        JsonElement connection = outcome.Summary.GetProperty("connections").GetProperty("bulk");
        string[] lines = File.ReadAllLines(Path.Combine(outcome.Folder, "subflows.csv"));
        int time = Array.IndexOf(lines[0].Split(','), "time_s");
        int backOff = Array.IndexOf(lines[0].Split(','), "backoff");
        string[][] whileDown = [.. lines.Skip(1).Select(line => line.Split(',')).Where(fields => fields[time].StartsWith("7.5", StringComparison.Ordinal))];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent[0], Is.GreaterThan(6));
            Assert.That(sent[1], Is.Zero, "nothing leaves a NIC that is down");
            Assert.That(sent[2], Is.GreaterThan(3), "its subflows carry again");
            Assert.That(connection.GetProperty("subflows").GetInt32(), Is.EqualTo(4));
            Assert.That(whileDown, Has.Length.EqualTo(4), "none was closed");
            Assert.That(whileDown.Count(fields => fields[backOff] != "0"), Is.EqualTo(2), "the two of the NIC that is down back off");
            Assert.That(connection.GetProperty("bytes_delivered").GetInt64() * 8 / 20e6, Is.GreaterThan(12));
        }
    }
}
