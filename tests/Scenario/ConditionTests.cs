using System;
using System.Text.Json;
using Experiments.Scenario.Expressions;
using NUnit.Framework;

namespace Tests.Scenario;

/// <summary>Conditions over a summary whose numbers are easy to check by hand.</summary>
public class ConditionTests
{
    private const string Summary = """
        {
          "scenario": "handover",
          "nics": { "push.nic1": { "tx_mbit_s": [1.0, 2.5, 0.0], "tx_bytes": 1500 } },
          "connections": { "push-server": { "subflows": 4, "transport": "mptcp", "fallback": false,
                                            "subflow": [ { "mean_srtt_ms": 12.5 }, { "mean_srtt_ms": 30 } ] } },
          "players": { "client": { "stalls": 0, "stall_time_s": 0.5, "startup_s": null, "late": [1, null],
                                   "gap_after_event_s": [0.25,
            2] } }
        }
        """;

    [TestCase("players.client.stalls == 0")]
    [TestCase("connections.push-server.subflows == 4")]
    [TestCase("connections.push-server.subflows != 3")]
    [TestCase("connections.push-server.subflows >= 4 and connections.push-server.subflows <= 4")]
    [TestCase("connections.push-server.subflows > 3 or connections.push-server.subflows < 3")]
    [TestCase("not connections.push-server.subflows == 3")]
    [TestCase("not (players.client.stalls == 1 or players.client.stalls == 2)")]
    [TestCase("nics.push.nic1.tx_mbit_s[0] == 1")]
    [TestCase("nics.\"push.nic1\".tx_mbit_s[1] == 2.5")]
    [TestCase("nics.'push.nic1'.tx_mbit_s[1] == 2.5 Mbit/s")]
    [TestCase("nics.push.nic1.tx_mbit_s[1] == 2500 kbit/s")]
    [TestCase("nics.push.nic1.tx_bytes == 1.5 kB")]
    [TestCase("players.client.stall_time_s == 500 ms")]
    [TestCase("players.client.stall_time_s < 1")]
    [TestCase("connections.push-server.subflow[0].mean_srtt_ms == 12.5")]
    [TestCase("connections.push-server.subflow[0].mean_srtt_ms == 0.0125 s")]
    [TestCase("sum(nics.push.nic1.tx_mbit_s) == 3.5 Mbit/s")]
    [TestCase("mean(players.client.gap_after_event_s) == 1.125")]
    [TestCase("min(nics.push.nic1.tx_mbit_s) == 0")]
    [TestCase("max(nics.push.nic1.tx_mbit_s[0], 2 Mbit/s) == 2")]
    [TestCase("max(1, 2, 3) == 3")]
    [TestCase("abs(players.client.stall_time_s - 1 s) == 500 ms")]
    [TestCase("abs(-3) == 3")]
    [TestCase("1 + 2 * 3 == 7")]
    [TestCase("(1 + 2) * 3 == 9")]
    [TestCase("8 - 4 - 2 == 2")]
    [TestCase("8 / 4 / 2 == 1")]
    [TestCase("-2 * -3 == 6")]
    [TestCase("1 s / 250 ms == 4")]
    [TestCase("2 * 250 ms == 0.5 s")]
    [TestCase("1 % == 0.01")]
    [TestCase("0.1 + 0.2 == 0.3")]
    [TestCase("1 == 2 or 1 == 1 and 2 == 2")]
    [TestCase("connections.push-server.transport == mptcp")]
    [TestCase("mptcp == connections.push-server.transport")]
    [TestCase("connections.push-server.transport != \"tcp\"")]
    [TestCase("connections.push-server.fallback == false")]
    [TestCase("not connections.push-server.fallback")]
    [TestCase("scenario == handover")]
    [TestCase("sqrt(9) == 3")]
    [TestCase("pow(2, 10) == 1024")]
    [TestCase("log(8) / log(2) == 3")]
    [TestCase("ceil(2.1) + ceil(-2.1) == 1")]
    [TestCase("jain(1, 1, 1) == 1")]
    [TestCase("jain(1, 0, 0, 0) == 0.25")]
    [TestCase("jain(nics.push.nic1.tx_mbit_s) == 3.5 * 3.5 / (3 * 7.25)")]
    [TestCase("percentile(50, 3, 1, 2) == 2")]
    [TestCase("percentile(25, nics.push.nic1.tx_mbit_s) == 0.5 Mbit/s")]
    [TestCase("mean(connections.push-server.subflow.*.mean_srtt_ms) == 21.25 ms")]
    [TestCase("max(nics.*.tx_bytes) == 1500 B")]
    [TestCase("connections.push-server.subflow[1].mean_srtt_ms == 29 ms within 1 ms")]
    [TestCase("connections.push-server.subflow[1].mean_srtt_ms == 31 ms within 4 %")]
    [TestCase("not 30 == 32 within 5 %")]
    [TestCase("-95 == -100 within 5 %")]
    public void A_true_condition_holds(string text) =>
        Assert.That(Evaluate(text), Is.EqualTo(new ConditionResult(true, Evaluate(text).Value, null) { Expected = Evaluate(text).Expected }));

    [TestCase("players.client.stalls == 1", 0)]
    [TestCase("players.client.stall_time_s < 400 ms", 0.5)]
    [TestCase("sum(nics.push.nic1.tx_mbit_s) > 4 Mbit/s", 3.5)]
    public void A_false_condition_tells_the_value_it_was_about(string text, double value) =>
        Assert.That(Evaluate(text), Is.EqualTo(new ConditionResult(false, value, null) { Expected = Evaluate(text).Expected }));

    [TestCase("players.client.stall_time_s == 1 s within 300 ms", 0.5, "==", 1, 0.3)]
    [TestCase("players.client.stall_time_s == 400 ms within 10 %", 0.5, "==", 0.4, 0.04)]
    [TestCase("players.client.stall_time_s < 400 ms", 0.5, "<", 0.4, 0)]
    public void A_comparison_of_numbers_tells_what_it_expected(
        string text, double value, string comparison, double expected, double tolerance)
    {
        ConditionResult result = Evaluate(text);

        Assert.That(result.Value, Is.EqualTo(value));
        Assert.That(result.Expected!.Value.Operator, Is.EqualTo(comparison));
        Assert.That(result.Expected.Value.Value, Is.EqualTo(expected).Within(1e-12));
        Assert.That(result.Expected.Value.Tolerance, Is.EqualTo(tolerance).Within(1e-12));
    }

    [TestCase("connections.push-server.transport == mptcp")]
    [TestCase("1 == 1 and 2 == 2")]
    public void A_condition_that_compares_no_numbers_expects_none(string text) =>
        Assert.That(Evaluate(text).Expected, Is.Null);

    [TestCase("sqrt(-1) == 1", "sqrt() of -1 is no number")]
    [TestCase("sqrt(1 s) == 1", "sqrt() of a time; divide by a unit first, as in a / 1 s")]
    [TestCase("pow(2) == 1", "pow() takes two numbers, found 1")]
    [TestCase("percentile(101, 1, 2) == 1", "percentile() takes a number from 0 to 100, and a list that is not empty")]
    [TestCase("percentile(50) == 1", "percentile() takes a number from 0 to 100, and a list that is not empty")]
    [TestCase("sum(nics.*.peak) == 1", "unknown name 'peak' in 'nics.*'; allowed: tx_bytes, tx_mbit_s")]
    [TestCase("sum(nics.*.tx_mbit_s) == 1", "'nics.*.tx_mbit_s' is a list of 3 numbers in one place, expected a number")]
    [TestCase("sum(scenario.*) == 1", "'scenario' has nothing below it")]
    [TestCase("players.client.stall_time_s == 1 within 1 MB", "cannot combine a time with a size")]
    [TestCase("players.client.stals == 0",
        "unknown name 'stals' in 'players.client'; did you mean 'stalls'? (allowed: gap_after_event_s, late, "
        + "stall_time_s, stalls, startup_s)")]
    [TestCase("nics.push.nic2.tx_bytes > 0",
        "unknown name 'push.nic2' in 'nics'; did you mean 'push.nic1'? (allowed: push.nic1)")]
    [TestCase("nics.push.nic1.tx_mbit_s[3] > 0", "no item [3] in 'nics.push.nic1.tx_mbit_s', which has 3")]
    [TestCase("players.client.stalls[0] == 0", "'players.client.stalls' is not a list")]
    [TestCase("players.client.stalls.x == 0",
        "unknown path 'players.client.stalls.x': there is nothing below 'players.client.stalls'")]
    [TestCase("players.client.startup_s < 1", "'players.client.startup_s' has no value in this run")]
    [TestCase("max(players.client.late) < 1",
        "'players.client.late' is a list with values that are no numbers; choose one with [0]")]
    [TestCase("players.client.late[1] < 1", "'players.client.late[1]' has no value in this run")]
    [TestCase("players.client > 1",
        "'players.client' is not a number; it has stalls, stall_time_s, startup_s, late, gap_after_event_s")]
    [TestCase("playres.client.stalls == 0",
        "unknown name 'playres'; did you mean 'players'? (allowed: connections, nics, players, scenario)")]
    [TestCase("nics.push.nic1.tx_mbit_s > 1", "cannot compare a list of 3 numbers with a number by '>'; choose one "
        + "with [0], or use "
        + "sum(), mean(), min() or max()")]
    [TestCase("players.client.stall_time_s < 1 Mbit/s", "cannot combine a time with a rate")]
    [TestCase("connections.push-server.transport > 3", "cannot compare the word 'mptcp' with a number by '>'")]
    [TestCase("connections.push-server.transport < tcp", "cannot compare the word 'mptcp' with the word 'tcp' by '<'")]
    [TestCase("players.client.stalls", "is a number, expected a comparison such as 'a == b'")]
    [TestCase("1 / 0 == 1", "divides by zero")]
    [TestCase("abs(1, 2) == 1", "abs() takes one number, found 2")]
    public void What_cannot_be_evaluated_does_not_hold_and_says_why(string text, string problem) =>
        Assert.That(Evaluate(text), Is.EqualTo(new ConditionResult(false, null, problem)));

    [TestCase("", 0, "found the end, expected a number, a path or '('")]
    [TestCase("a ==", 4, "found the end, expected a number, a path or '('")]
    [TestCase("a == b c", 7, "found 'c', expected an operator or the end")]
    [TestCase("1 < 2 < 3", 6, "found '<' behind a comparison; join comparisons with 'and'")]
    [TestCase("a = 1", 2,
        "unexpected character '='; allowed are == != <= >= < > + - * / ( ) [ ] . , and the words and, or, not")]
    [TestCase("(a == 1", 7, "found the end, expected ')'")]
    [TestCase("a[x] == 1", 2, "found 'x' in a path, expected the number of an item")]
    [TestCase("a[1.5] == 1", 2, "found '1.5' in a path, expected the number of an item")]
    [TestCase("a. == 1", 3, "found '==' in a path, expected a name")]
    [TestCase("a < 1 within 2", 6, "found 'within' behind '<'; it belongs to '=='")]
    [TestCase("within == 1", 0, "found 'within', expected a number, a path or '('")]
    [TestCase("'a == 1", 0, "a quoted word without its closing quote")]
    [TestCase("median(a) == 1", 0,
        "unknown function 'median'; did you mean 'mean'? (allowed: abs, ceil, jain, log, max, mean, min, "
        + "percentile, pow, sqrt, sum)")]
    public void A_malformed_condition_is_refused_at_its_character(string text, int offset, string message)
    {
        bool read = Condition.TryParse(text, out _, out ConditionError? error);

        Assert.That((read, error), Is.EqualTo((false, new ConditionError(offset, message))));
    }

    [TestCase('(')]
    [TestCase('-')]
    public void Depth_without_end_is_refused(char c)
    {
        bool read = Condition.TryParse(new string(c, 4000), out _, out ConditionError? error);

        Assert.That((read, error?.Message), Is.EqualTo((false, "nested deeper than 64 levels")));
    }

    [Test]
    public void A_condition_of_any_length_is_not_read()
    {
        bool read = Condition.TryParse(new string('1', 5000), out _, out ConditionError? error);

        Assert.That((read, error?.Message), Is.EqualTo((false, "an expression of 5000 characters; the limit is 4096")));
    }

    private static ConditionResult Evaluate(string text)
    {
        using JsonDocument summary = JsonDocument.Parse(Summary);
        return Condition.TryParse(text, out Condition? condition, out ConditionError? error)
            ? condition.Evaluate(new JsonScope(summary.RootElement))
            : throw new ArgumentException(error.Message, nameof(text));
    }
}
