using System.Linq;
using System.Text.Json;
using Experiments.Scenario;
using Experiments.Scenario.Expressions;
using Experiments.Scenario.Records;
using Experiments.Scenario.Writing;
using NUnit.Framework;

namespace Tests.Scenario;

/// <summary>What conditions see beside the summary: the scenario itself, and the quantities that it names.</summary>
public class ExpectationScopeTests
{
    private const string Text = """
        duration: 10 s
        mtu: 1500 B
        links:
          - { name: core, between: [one, two], rate: 12 Mbit/s, delay: 5 ms, queue: 100 packets, loss: 1 % }
        hosts:
          one: { nics: { nic1: core } }
          two: { nics: { nic1: core } }
        stack: { congestion: reno, sysctl: { net.ipv4.tcp_rmem: "1 2 3" } }
        applications:
          - { name: noise, kind: datagrams, from: one, to: two, size: 1000 B, gap: exponential(2 ms) }

        """;

    [TestCase("scenario.duration == 10 s")]
    [TestCase("scenario.links.core.rate == 12000 kbit/s")]
    [TestCase("2 * scenario.links.core.delay == 10 ms")]
    [TestCase("scenario.links.core.queue == 100")]
    [TestCase("scenario.links.core.loss == 1 %")]
    [TestCase("scenario.links[0].rate == 12 Mbit/s")]
    [TestCase("scenario.stack.congestion == reno")]
    [TestCase("scenario.applications.noise.gap == 2 ms")]
    [TestCase("sum(scenario.stack.sysctl.net.ipv4.tcp_rmem) == 6")]
    [TestCase("scenario == case")]
    [TestCase("duration_s == 10")]
    public void The_values_of_the_scenario_can_be_used(string condition) =>
        Assert.That(Evaluate(ScenarioCase.ReadValid(Text), condition), Is.True);

    [Test]
    public void What_is_expected_follows_an_override()
    {
        ScenarioDefinition scenario = ScenarioCase.ReadValid(
            Text + "expect: [scenario.links.core.rate == 12 Mbit/s]\n", "links.core.rate=24 Mbit/s");

        Assert.That(Evaluate(scenario, "scenario.links.core.rate == 24 Mbit/s"), Is.True);
    }

    [Test]
    public void A_named_quantity_uses_the_results_the_scenario_and_those_before_it()
    {
        ScenarioDefinition scenario = ScenarioCase.ReadValid(
            Text + "let: { rtt: 2 * scenario.links.core.delay, twice: 2 * rtt, sent: links.core.one-two.sent_packets }\n");

        Assert.That(Evaluate(scenario, "twice == 20 ms and sent == 7"), Is.True);
    }

    [Test]
    public void A_quantity_does_not_see_itself_or_what_comes_after()
    {
        ScenarioDefinition scenario = ScenarioCase.ReadValid(Text + "let: { a: a + 1, b: c, c: 1 }\n");

        Assert.That(Evaluate(scenario, "a == 1"), Is.False);
        Assert.That(Evaluate(scenario, "b == 1"), Is.False);
        Assert.That(Evaluate(scenario, "c == 1"), Is.True);
    }

    [TestCase("expect: [¦scenario.links.cor.rate == 1]",
        "expect: unknown name 'cor' in 'links' of the scenario; did you mean 'core'? (allowed: core)")]
    [TestCase("let: { x: ¦scenario.durration }", "let.x: unknown name 'durration' in the scenario; did you mean "
        + "'duration'? (allowed: applications, duration, hosts, ip, let, links, mtu, name, record, seed, stack)")]
    [TestCase("let: { x: 1 + ¦linsk.a.b }", "let.x: unknown part 'linsk' of the summary; did you mean 'links'? "
        + "(allowed: connections, engine, fingerprint, links, nics, phases, players)")]
    [TestCase("let: { ¦seed: 1 }", "let: 'seed' is a value of the summary already; choose another name")]
    [TestCase("let: { x: 1 ¦1 }", "let.x: found '1', expected an operator or the end")]
    public void A_path_that_leads_nowhere_is_found_before_the_run(string line, string message)
    {
        string text = Text + line + "\n";
        ScenarioReading reading = ScenarioCase.Read(text);

        Assert.That(reading.Errors.Select(error => error.ToString()),
            Is.EqualTo(new[] { $"{ScenarioCase.PositionOfMark(text)}: {message}" }));
    }

    [Test]
    public void Quantities_are_written_down_with_the_scenario()
    {
        ScenarioDefinition scenario = ScenarioCase.ReadValid(Text + "let: { rtt: 2 * scenario.links.core.delay }\n");

        JsonElement written = ScenarioJson.ToElement(scenario);

        Assert.That(written.GetProperty("let").GetProperty("rtt").GetString(), Is.EqualTo("2 * scenario.links.core.delay"));
    }

    private static bool Evaluate(ScenarioDefinition scenario, string text)
    {
        JsonElement summary = JsonElement.Parse(
            """{ "scenario": "case", "duration_s": 10, "links": { "core.one-two": { "sent_packets": 7 } } }""");
        Assert.That(Condition.TryParse(text, out Condition? condition, out _), Is.True);
        return condition!.Evaluate(new ExpectationScope(summary, scenario)).Holds;
    }
}
