using System.Text.Json;
using Experiments.Composition;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Composition;

/// <summary>Whole runs over links with disciplines, traces and impairments.</summary>
public class ImpairedScenarioTests
{
    private const string Everything =
        "rate: 10 Mbit/s, delay: 10 ms, jitter: { distribution: exponential(1 ms), reordering: true }, duplicate: 1 %, "
        + "reorder: { share: 1 %, gap: 20 }, loss: { model: gilbert-elliott, p: 0.1 %, r: 30 % }, discipline: fq-codel";

    private TestRuns _runs = null!;

    [SetUp]
    public void Create() => _runs = new TestRuns();

    [TearDown]
    public void Remove() => _runs.Dispose();

    // A queue of 500 ms stands half full at least under one CUBIC flow; CoDel keeps the delay near its target of 5 ms and the link busy.
    [TestCase("droptail", 150, 500)]
    [TestCase("codel", 1, 20)]
    [TestCase("fq-codel", 1, 20)]
    [TestCase("{ kind: red, min: 10 packets, max: 40 packets, probability: 10 % }", 1, 60)]
    public void A_discipline_decides_how_long_packets_wait(string discipline, double shortest, double longest)
    {
        JsonElement link = LinkOf(Bulk($"rate: 10 Mbit/s, delay: 10 ms, queue: 500 ms, discipline: {discipline}"));

        Assert.That(link.GetProperty("mean_queue_ms").GetDouble(), Is.InRange(shortest, longest));
        Assert.That(link.GetProperty("utilisation").GetDouble(), Is.InRange(0.9, 1.0));
        Assert.That(link.GetProperty("dropped_packets").GetInt64(), Is.GreaterThan(0));
    }

    // tbf holds the mean rate, whatever the line can do.
    [Test]
    public void A_token_bucket_limits_the_rate()
    {
        RunOutcome outcome = Bulk("rate: 1 Gbit/s, delay: 10 ms, queue: 62500 B, discipline: { kind: tbf, rate: 10 Mbit/s, burst: 3200 B }");

        // Frames of 1,514 bytes carry 1,428 bytes of payload over IPv6 with timestamps.
        Assert.That(Goodput(outcome), Is.EqualTo(10 * 1428 / 1514.0).Within(5).Percent);
    }

    // 10 and 4 Mbit/s in turns are 7 on average; a queue of 100 ms of that keeps the link busy through the changes.
    [Test]
    public void A_trace_limits_the_rate()
    {
        RunOutcome outcome = Bulk("trace: { steps: [[0 s, 10 Mbit/s], [1 s, 4 Mbit/s]], repeat: 2 s }, delay: 10 ms, queue: 100 ms");

        Assert.That(Goodput(outcome), Is.EqualTo(7 * 1428 / 1514.0).Within(12).Percent);
        Assert.That(LinkOf(outcome).GetProperty("utilisation").GetDouble(), Is.InRange(0.85, 1.0));
    }

    [Test]
    public void The_timeline_acts_on_such_links_too()
    {
        RunOutcome outcome = _runs.RunText(Scenario(Everything) + """
            timeline:
              - { at: 2 s, set: { target: core, rate: 2 Mbit/s, delay: 20 ms, loss: 0 % } }
              - { at: 4 s, block: core }
              - { at: 6 s, unblock: core }
              - { at: 8 s, set: { target: core, loss: { model: gilbert-elliott, p: 1 %, r: 50 % } } }
            """);
        JsonElement rates = outcome.Summary.GetProperty("nics").GetProperty("b.nic1").GetProperty("rx_mbit_s");

        Assert.That(rates[0].GetDouble(), Is.InRange(2, 10));
        Assert.That(rates[1].GetDouble(), Is.InRange(1, 2.2));
        Assert.That(rates[2].GetDouble(), Is.LessThan(0.1));

        // The retransmission timer has backed off: the flow need not be back before the last phase.
        Assert.That(rates[4].GetDouble(), Is.InRange(0.3, 2.2));
    }

    [Test]
    public void Recording_changes_nothing()
    {
        string bare = Fingerprint(_runs.RunText(Scenario(Everything)));
        string recorded = Fingerprint(_runs.RunText(Scenario(Everything) + "record: { pcap: all }\n"));

        Assert.That(recorded, Is.EqualTo(bare));
    }

    // Sizes drawn from an exponential distribution are also shorter than the headers.
    [TestCase(4)]
    [TestCase(6)]
    public void Recording_datagrams_changes_nothing(int family)
    {
        string scenario = Scenario(Everything)
            + $"  - {{ name: noise, kind: datagrams, from: b, to: a, rate: 100 kbit/s, size: exponential(100 B), gap: exponential }}\nip: {family}\n";
        string bare = Fingerprint(_runs.RunText(scenario));
        string recorded = Fingerprint(_runs.RunText(scenario + "record: { pcap: all }\n"));

        Assert.That(recorded, Is.EqualTo(bare));
    }

    private RunOutcome Bulk(string settings) => _runs.RunText(Scenario(settings));

    private static string Scenario(string settings) => $$"""
        name: impaired
        duration: 10 s
        links:
          - { name: core, between: [a, b], {{settings}} }
        hosts:
          a: { nics: { nic1: core } }
          b: { nics: { nic1: core } }
        stack: { transport: tcp }
        applications:
          - { name: flow, kind: bulk, from: a, to: b }

        """;

    private static double Goodput(RunOutcome outcome) =>
        outcome.Summary.GetProperty("connections").GetProperty("flow").GetProperty("goodput_mbit_s").GetDouble();

    private static JsonElement LinkOf(RunOutcome outcome) => outcome.Summary.GetProperty("links").GetProperty("core.a-b");

    private static string Fingerprint(RunOutcome outcome)
    {
        JsonElement fingerprint = outcome.Summary.GetProperty("fingerprint");
        return $"{fingerprint.GetProperty("events")} {fingerprint.GetProperty("nics")}";
    }
}
