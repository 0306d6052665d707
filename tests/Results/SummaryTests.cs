using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Experiments.Scenario.Expressions;
using NUnit.Framework;
using Protocols.Core;
using Results.Recording;
using Results.Statistics;
using static Tests.Results.SampleRun;

namespace Tests.Results;

public class SummaryTests
{
    private static readonly RunRecord _run = FourPhases();
    private static readonly JsonElement _json = SummaryJson.ToElement(_run, RunSummary.Of(_run));

    // 50,000 bytes in 100 ms are 4 Mbit/s; the client sends a fiftieth of what it receives.
    [TestCase("nics.push.nic1.tx_mbit_s[0]", 4)]
    [TestCase("nics.push.nic1.tx_mbit_s[1]", 8)]
    [TestCase("nics.push.nic1.tx_mbit_s[2]", 0)]
    [TestCase("nics.push.nic2.tx_mbit_s[2]", 8)]
    [TestCase("nics.client.nic2.rx_mbit_s[3]", 4)]
    [TestCase("nics.client.nic2.tx_mbit_s[3]", 0.08)]
    [TestCase("nics.push.nic1.peak_tx_mbit_s", 8)]
    [TestCase("nics.push.nic1.tx_bytes", 50_000_000)]
    [TestCase("nics.push.nic1.rx_bytes", 1_000_000)]
    // 62.5 MB are 500 Mbit of the 50 s * 10 + 50 s * 20 Mbit = 1500 Mbit that would have fitted.
    [TestCase("links.isp1.push-isp1.utilisation", 0.333333)]
    [TestCase("links.isp1.push-isp1.loss_ratio", 0.25)]
    [TestCase("links.isp1.push-isp1.sent_packets", 60_000)]
    [TestCase("links.isp1.push-isp1.dropped_packets", 20_000)]
    // Queues of 0, 12,500 B at 20 Mbit/s (the rate from 50 s on: 5 ms) and the same again.
    [TestCase("links.isp1.push-isp1.mean_queue_ms", 3.333333)]
    [TestCase("connections.push-server.subflows", 2)]
    [TestCase("connections.push-server.bytes_delivered", 100_000_000)]
    [TestCase("connections.push-server.goodput_mbit_s", 8)]
    [TestCase("connections.push-server.goodput_mbit_s_per_phase[3]", 8)]
    [TestCase("connections.push-server.retransmitted_segments", 21)]
    [TestCase("connections.push-server.reinjected_bytes", 4_000)]
    [TestCase("connections.push-server.duplicate_bytes", 3_000)]
    [TestCase("connections.push-server.subflow[1].timeouts", 5)]
    [TestCase("connections.push-server.subflow[0].sent_bytes", 50_500_000)]
    [TestCase("connections.push-server.subflow[0].delivered_bytes", 50_000_000)]
    [TestCase("connections.push-server.subflow[0].mean_srtt_ms", 20.5)]
    // 51 samples of 10 and 50 of 11.
    [TestCase("connections.push-server.subflow[0].mean_cwnd_packets", 10.49505)]
    [TestCase("players.client.startup_s", 0.35)]
    [TestCase("players.client.stalls", 1)]
    [TestCase("players.client.stall_time_s", 1.25)]
    [TestCase("players.client.longest_gap_s", 3)]
    [TestCase("players.client.gap_after_event_s[0]", 1.2)]
    [TestCase("players.client.gap_after_event_s[1]", 3)]
    [TestCase("players.client.gap_after_event_s[2]", 0.04)]
    // The first frame that the second outage holds up was due at 50.04 s and came at 53 s.
    [TestCase("players.client.max_lateness_s", 2.96)]
    [TestCase("players.client.frames_received", 2475)]
    [TestCase("players.client.frames_sent", 2500)]
    [TestCase("players.client.bytes_received", 99_000_000)]
    [TestCase("players.client.media_intact", 1)]
    [TestCase("phases[1].from_s", 25)]
    [TestCase("phases[1].to_s", 50)]
    [TestCase("duration_s", 100)]
    [TestCase("engine.packet_hops", 600_000)]
    [TestCase("seed", 1)]
    public void A_number_is_found_under_its_key(string path, double expected)
    {
        Assert.That(Condition.TryParse($"{path} >= 0", out Condition? condition, out _));
        Assert.That(condition!.Evaluate(new JsonScope(_json)).Value, Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void Whether_a_connection_fell_back_is_true_or_false() =>
        Assert.That(_json.GetProperty("connections").GetProperty("push-server").GetProperty("fallback").GetBoolean(), Is.False);

    [Test]
    public void The_keys_are_those_of_the_contract_in_their_order()
    {
        Assert.That(Keys(_json), Is.EqualTo(new[]
        {
            "scenario", "seed", "duration_s", "stack", "fingerprint", "engine", "phases", "nics", "links",
            "connections", "players", "expect",
        }));
        Assert.That(Keys(_json.GetProperty("players").GetProperty("client")), Is.EqualTo(new[]
        {
            "startup_s", "stalls", "stall_time_s", "longest_gap_s", "gap_after_event_s", "max_lateness_s",
            "frames_received", "frames_sent", "bytes_received", "media_intact",
        }));
        Assert.That(Keys(_json.GetProperty("connections").GetProperty("push-server")), Is.EqualTo(new[]
        {
            "transport", "fallback", "subflows", "bytes_delivered", "goodput_mbit_s", "goodput_mbit_s_per_phase",
            "retransmitted_segments", "reinjected_bytes", "duplicate_bytes", "subflow",
        }));
        Assert.That(Keys(_json.GetProperty("fingerprint")), Is.SupersetOf(new[] { "events", "nics", "playback" }));
    }

    [Test]
    public void Expectations_are_written_with_their_verdict_and_value()
    {
        using MemoryStream stream = new();
        SummaryJson.Write(
            _run,
            RunSummary.Of(_run),
            [new RunExpectation("players.client.stalls == 0", false, 1), new("nobody.knows == 1", false, null)],
            stream);
        JsonElement expect = JsonElement.Parse(stream.ToArray()).GetProperty("expect");

        Assert.That(Keys(expect[0]), Is.EqualTo(new[] { "text", "holds", "value" }));
        Assert.That(expect[0].GetProperty("text").GetString(), Is.EqualTo("players.client.stalls == 0"));
        Assert.That(expect[0].GetProperty("holds").GetBoolean(), Is.False);
        Assert.That(expect[0].GetProperty("value").GetDouble(), Is.EqualTo(1));
        Assert.That(expect[1].GetProperty("value").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void A_real_time_run_says_how_late_it_was()
    {
        RunRecord run = NicsOnly();
        JsonElement virtualTime = SummaryJson.ToElement(run, RunSummary.Of(run)).GetProperty("engine");
        RunRecord real = new()
        {
            Scenario = run.Scenario,
            Seed = 1,
            Duration = run.Duration,
            Interval = run.Interval,
            Stack = "kernel",
            Phases = run.Phases,
            Engine = new EngineRecord(1, 1, 0, 0, 1, Lateness: new LatenessRecord(5.5, 80, 900)),
        };
        JsonElement lateness =
            SummaryJson.ToElement(real, RunSummary.Of(real)).GetProperty("engine").GetProperty("lateness_us");

        Assert.That(virtualTime.TryGetProperty("lateness_us", out _), Is.False);
        Assert.That(Keys(lateness), Is.EqualTo(new[] { "p50", "p99", "max" }));
        Assert.That(lateness.GetProperty("p50").GetDouble(), Is.EqualTo(5.5));
    }

    [Test]
    public void Means_and_ratios_leave_the_warm_up_out_and_counters_do_not()
    {
        RunRecord run = new()
        {
            Scenario = "warm",
            Seed = 1,
            Duration = Duration.FromSeconds(20),
            WarmUp = Duration.FromSeconds(10),
            Interval = Duration.FromSeconds(10),
            Stack = "model",
            Phases = [new RunPhase(At(0), At(20), "all up")],
            Links =
            [
                new LinkRecord
                {
                    Name = "l",
                    From = "a",
                    To = "b",
                    Rates = [new RateStep(At(0), new BitRate(8_000_000))],
                    Samples =
                    [
                        new(At(0), 0, 0, 0, 0),
                        new(At(10), 0, 10_000_000, 100, 100),
                        new(At(20), 0, 15_000_000, 200, 100),
                    ],
                },
            ],
            Engine = new EngineRecord(0, 0, 0, 0, 0),
        };

        LinkSummary link = RunSummary.Of(run).Links.Single();

        Assert.That(link.Utilisation, Is.EqualTo(0.5));
        Assert.That(link.LossRatio, Is.Zero);
        Assert.That(link.DroppedPackets, Is.EqualTo(100));
    }

    [Test]
    public void A_run_with_nothing_but_interfaces_has_empty_objects_for_the_rest()
    {
        RunRecord bare = NicsOnly();
        JsonElement json = SummaryJson.ToElement(bare, RunSummary.Of(bare));

        Assert.That(Keys(json.GetProperty("players")), Is.Empty);
        Assert.That(Keys(json.GetProperty("connections")), Is.Empty);
        Assert.That(json.GetProperty("fingerprint").GetProperty("events").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    private static IEnumerable<string> Keys(JsonElement element) =>
        element.EnumerateObject().Select(property => property.Name);
}
