using System;
using System.IO;
using System.Linq;
using Experiments.Scenario.Records;
using Experiments.Scenario.Writing;
using NUnit.Framework;
using Protocols.Core;

namespace Tests.Scenario;

/// <summary>Disciplines, impairments and traces of links, as they are written in scenarios.</summary>
public class LinkKeysTests
{
    private const string Access = "isp2: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }";

    [Test]
    public void A_discipline_is_a_name_or_a_mapping_with_parameters()
    {
        Assert.That(Settings("discipline: fq-codel").Discipline!.Name.Name, Is.EqualTo("fq-codel"));

        Assert.That(
            Settings("discipline: { kind: red, min: 10 packets, max: 30 packets, probability: 5 %, weight: 0.01, gentle: false, ecn: true }")
                .Discipline,
            Is.InstanceOf<RedDefinition>()
                .With.Property("Minimum").EqualTo(new QueueLimit.Packets(10))
                .And.Property("Maximum").EqualTo(new QueueLimit.Packets(30))
                .And.Property("Probability").EqualTo(0.05)
                .And.Property("Weight").EqualTo(0.01)
                .And.Property("Gentle").False
                .And.Property("Ecn").True);
        Assert.That(
            Settings("discipline: { kind: codel, target: 10 ms, interval: 200 ms, ecn: true }").Discipline,
            Is.InstanceOf<CoDelDefinition>()
                .With.Property("Target").EqualTo(Duration.FromMilliseconds(10))
                .And.Property("Interval").EqualTo(Duration.FromMilliseconds(200))
                .And.Property("Ecn").True);
        Assert.That(
            Settings("discipline: { kind: fq-codel, target: 7 ms, queues: 64, quantum: 300 B, memory-limit: 4 MiB }").Discipline,
            Is.InstanceOf<FqCoDelDefinition>()
                .With.Property("Target").EqualTo(Duration.FromMilliseconds(7))
                .And.Property("Queues").EqualTo(64)
                .And.Property("Quantum").EqualTo(new ByteSize(300))
                .And.Property("MemoryLimit").EqualTo(ByteSize.FromMebibytes(4)));
        Assert.That(
            Settings("discipline: { kind: tbf, rate: 2 Mbit/s, burst: 3200 B, latency: 50 ms }").Discipline,
            Is.InstanceOf<TokenBucketDefinition>()
                .With.Property("Rate").EqualTo(new BitRate(2_000_000))
                .And.Property("Burst").EqualTo(new ByteSize(3_200))
                .And.Property("Latency").EqualTo(Duration.FromMilliseconds(50)));
    }

    [Test]
    public void Losses_may_come_in_bursts()
    {
        Assert.That(
            Settings("loss: { model: gilbert-elliott, p: 1 %, r: 25 %, 1-h: 80 %, 1-k: 0.1 % }").BurstLoss,
            Is.EqualTo(new GilbertElliottLoss(0.01, 0.25, 0.8, 0.001)));

        // tc-netem: r is 1 - p, 1-h is 100 % and 1-k is 0 % where they are left out.
        Assert.That(
            Settings("loss: { model: gilbert-elliott, p: 25 % }").BurstLoss, Is.EqualTo(new GilbertElliottLoss(0.25, 0.75, 1, 0)));
        Assert.That(Settings("loss: { model: bernoulli, p: 2 % }").Loss, Is.EqualTo(0.02));
    }

    [Test]
    public void Jitter_is_a_time_a_distribution_or_says_also_whether_packets_overtake()
    {
        Assert.That(Settings("jitter: 5 ms").Jitter, Is.EqualTo(new JitterDefinition(new Distribution.Uniform(0, 0.005), false)));
        Assert.That(
            Settings("jitter: exponential(2 ms)").Jitter, Is.EqualTo(new JitterDefinition(new Distribution.Exponential(0.002), false)));
        Assert.That(
            Settings("jitter: { distribution: \"uniform(1 ms, 3 ms)\", reordering: true }").Jitter,
            Is.EqualTo(new JitterDefinition(new Distribution.Uniform(0.001, 0.003), true)));
    }

    [Test]
    public void Duplicates_and_reordering_are_shares()
    {
        LinkSettings settings = Settings("duplicate: 1 %, reorder: { share: 25 %, gap: 5 }");

        Assert.That((settings.Duplicate, settings.Reorder), Is.EqualTo((0.01, new ReorderDefinition(0.25, 5))));
        Assert.That(Settings("reorder: 10 %").Reorder, Is.EqualTo(new ReorderDefinition(0.1, 1)));
    }

    [Test]
    public void A_trace_may_stand_in_the_scenario()
    {
        LinkTraces traces = TracesOf("trace: { steps: [[0 s, 8 Mbit/s], [5 s, 2 Mbit/s]], repeat: 10 s }");
        TraceDefinition.Table table = (TraceDefinition.Table)traces.Up;

        Assert.That(table.Steps, Is.EqualTo(new[]
        {
            new TraceStep(Duration.Zero, new BitRate(8_000_000)), new TraceStep(Duration.FromSeconds(5), new BitRate(2_000_000)),
        }));
        Assert.That((table.Repeat, traces.Down), Is.EqualTo((Duration.FromSeconds(10), traces.Up)));
        Assert.That(((TraceDefinition.Table)TracesOf("trace: [[0 s, 8 Mbit/s]]").Up).Repeat, Is.Null);
    }

    [Test]
    public void A_trace_may_come_from_files_one_for_each_direction()
    {
        using TraceFiles files = new();
        string up = files.Write("up.trace", "0\n3\n3\n10\n");
        string down = files.Write("down.csv", "time_s,rate_mbit_s\n0,4.5\n2.5,1\n");

        LinkTraces traces = TracesOf($"trace: {{ up: {up}, down: {{ file: {down}, repeat: 5 s }} }}");

        Assert.That(((TraceDefinition.Deliveries)traces.Up).Milliseconds, Is.EqualTo(new[] { 0L, 3, 3, 10 }));
        Assert.That(((TraceDefinition.Table)traces.Down).Steps, Is.EqualTo(new[]
        {
            new TraceStep(Duration.Zero, new BitRate(4_500_000)), new TraceStep(Duration.FromSeconds(2.5), new BitRate(1_000_000)),
        }));
    }

    [TestCase("0\n5\nx\n", 3, "'x' is not a whole number of milliseconds; a file of rates begins with the line 'time_s,rate_mbit_s'")]
    [TestCase("0\n5\n4\n", 3, "'4' is earlier than the line before it")]
    [TestCase("0\n0\n", 2, "a trace ends later than 0 ms")]
    [TestCase("", 1, "a trace ends later than 0 ms")]
    [TestCase("99999999999999\n", 1, "'99999999999999' is not a whole number of milliseconds; a file of rates begins with the line 'time_s,rate_mbit_s'")]
    [TestCase("time_s,rate_mbit_s\n0,1\n1;2\n", 3, "'1;2' is not a time in seconds and a rate in Mbit/s, such as '1.5,8.2'")]
    [TestCase("time_s,rate_mbit_s\n1,1\n", 1, "a table of rates begins at 0 s")]
    [TestCase("time_s,rate_mbit_s\n0,0\n", 1, "a table needs a rate above 0 bit/s somewhere")]
    public void A_mistake_in_a_trace_file_is_reported_there(string content, int line, string message)
    {
        using TraceFiles files = new();
        string name = files.Write("a.trace", content);
        string text = ScenarioCase.With(Access, $"isp2: {{ trace: {name}, delay: 5 ms }}");

        Assert.That(
            ScenarioCase.Read(text).Errors.Select(error => error.ToString()),
            Is.EqualTo(new[] { FormattableString.Invariant($"{name}:{line}:1: {message}") }));
    }

    [TestCase("discipline: ¦{ }", "isps.isp2.discipline has no 'kind'")]
    [TestCase("discipline: { kind: codel, ¦targt: 5 ms }",
        "unknown key 'targt' in isps.isp2.discipline; did you mean 'target'? (allowed: ecn, interval, kind, target)")]
    [TestCase("discipline: { kind: codel, target: ¦5 }",
        "isps.isp2.discipline.target: '5' has no unit; write a time such as '5 s' (units: ns, us, ms, s, min)")]
    [TestCase("discipline: { kind: droptail, ¦limit: 5 }",
        "unknown key 'limit' in isps.isp2.discipline; allowed: kind")]
    [TestCase("discipline: { kind: red, min: ¦10 packets }", "isps.isp2.discipline.min: write both min and max, or none of them")]
    [TestCase("discipline: { kind: red, min: 30 packets, max: ¦10 packets }",
        "isps.isp2.discipline.max: '10 packets' does not fit min, '30 packets'; max is larger, in the same unit")]
    [TestCase("discipline: { kind: red, min: 30 packets, max: ¦10 kB }",
        "isps.isp2.discipline.max: '10 kB' does not fit min, '30 packets'; max is larger, in the same unit")]
    [TestCase("discipline: { kind: red, weight: ¦0 }", "isps.isp2.discipline.weight: is 0; a value here is above 0, up to 1")]
    [TestCase("discipline: { kind: tbf, burst: ¦500 B }",
        "isps.isp2.discipline.burst: '500 B' is out of range; a size here is 1280 B or more")]
    [TestCase("loss: { model: ¦gilbert, p: 1 % }",
        "isps.isp2.loss.model: unknown value 'gilbert'; allowed: bernoulli, gilbert-elliott")]
    [TestCase("loss: ¦{ model: gilbert-elliott }", "isps.isp2.loss has no 'p'")]
    [TestCase("loss: { model: gilbert-elliott, p: ¦101 % }",
        "isps.isp2.loss.p: '101 %' is out of range; a probability is 0 to 1, or 0 % to 100 %")]
    [TestCase("jitter: ¦exponential", "isps.isp2.jitter: 'exponential' has no value here; write one, such as exponential(2 ms)")]
    [TestCase("jitter: { distribution: 5 ms, ¦reorder: true }",
        "unknown key 'reorder' in isps.isp2.jitter; did you mean 'reordering'? (allowed: distribution, reordering)")]
    [TestCase("reorder: { share: 5 %, gap: ¦0 }", "isps.isp2.reorder.gap: '0' is out of range; allowed is 1 to 2147483647")]
    [TestCase("trace: ¦[[0 s, 1 Mbit/s]]", "isps.isp2.trace: a trace takes the place of the rate; leave one of them out")]
    public void A_mistake_is_reported_where_it_was_made(string keys, string message)
    {
        string text = ScenarioCase.With(Access, $"isp2: {{ rate: 10 Mbit/s, {keys} }}");

        Assert.That(
            ScenarioCase.Read(text).Errors.Select(error => error.ToString()),
            Is.EqualTo(new[] { $"{ScenarioCase.PositionOfMark(text)}: {message}" }));
    }

    [TestCase("trace: [[¦1 s, 1 Mbit/s]]")]
    [TestCase("trace: [[0 s, 1 Mbit/s], [0 s, 2 Mbit/s]]")]
    [TestCase("trace: [[0 s, 0 Mbit/s]]")]
    [TestCase("trace: [[0 s]]")]
    [TestCase("trace: []")]
    [TestCase("trace: { steps: [[0 s, 1 Mbit/s], [5 s, 2 Mbit/s]], repeat: 5 s }")]
    [TestCase("trace: { repeat: 5 s }")]
    [TestCase("trace: { up: [[0 s, 1 Mbit/s]] }")]
    [TestCase("trace: no-such-file.trace")]
    public void A_trace_that_makes_no_sense_is_refused(string keys)
    {
        string text = ScenarioCase.With(Access, $"isp2: {{ {keys} }}");

        Assert.That(ScenarioCase.Read(text).Errors.Select(error => error.Message), Has.Some.StartsWith("isps.isp2.trace"));
    }

    [Test]
    public void What_a_NIC_says_replaces_what_its_provider_says_in_the_other_form()
    {
        LinkSettings provider = new()
        {
            Rate = new BitRate(1),
            Loss = 0.1,
        };
        LinkTraces traces = TracesOf("trace: [[0 s, 8 Mbit/s]]");
        LinkSettings nic = new() { Trace = traces, BurstLoss = new GilbertElliottLoss(1, 1, 1, 1) };

        Assert.That(nic.Over(provider), Is.EqualTo(nic));
        Assert.That(provider.Over(nic), Is.EqualTo(provider));
    }

    [TestCase("rate: 1 Mbit/s, discipline: { kind: red, min: 10 kB, max: 30 kB, probability: 0.05, weight: 0.01, gentle: true, ecn: true }")]
    [TestCase("rate: 1 Mbit/s, discipline: { kind: fq-codel, target: 7 ms, interval: 50 ms, ecn: false, queues: 4, quantum: 300 B, memory-limit: 1 MiB }")]
    [TestCase("rate: 1 Mbit/s, discipline: { kind: tbf, rate: 2 Mbit/s, burst: 3200 B, latency: 50 ms }")]
    [TestCase("rate: 1 Mbit/s, discipline: codel, loss: { model: gilbert-elliott, p: 0.01, r: 0.2 }, duplicate: 0.01")]
    [TestCase("rate: 1 Mbit/s, jitter: { distribution: constant(2 ms), reordering: true }, reorder: { share: 0.1, gap: 3 }")]
    [TestCase("rate: 1 Mbit/s, jitter: pareto(1.5, 2 ms)")]
    [TestCase("trace: { up: [[0 s, 1 Mbit/s]], down: { steps: [[0 s, 2 Mbit/s], [1 s, 3 Mbit/s]], repeat: 4 s } }")]
    public void What_is_read_survives_being_written_down_and_read_again(string keys)
    {
        ScenarioDefinition scenario = ScenarioCase.ReadValid(ScenarioCase.With(Access, $"isp2: {{ {keys} }}"));
        string written = ScenarioJson.Write(scenario);
        ScenarioDefinition again = ScenarioCase.ReadValid(written);

        Assert.That(ScenarioJson.Write(again), Is.EqualTo(written));
        Assert.That(again.Isps[1].Access.Jitter, Is.EqualTo(scenario.Isps[1].Access.Jitter));
    }

    private static LinkTraces TracesOf(string keys) => Bind($"isp2: {{ {keys} }}").Trace!;

    private static LinkSettings Settings(string keys) => Bind($"isp2: {{ rate: 10 Mbit/s, {keys} }}");

    private static LinkSettings Bind(string isp) => ScenarioCase.ReadValid(ScenarioCase.With(Access, isp)).Isps[1].Access;

    private sealed class TraceFiles : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("simulator-trace-").FullName;

        public string Write(string name, string content)
        {
            string path = Path.Combine(_folder, name);
            File.WriteAllText(path, content);
            return path;
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
