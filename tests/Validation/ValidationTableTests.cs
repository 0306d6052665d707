using System.IO;
using System.Linq;
using Experiments.Composition;
using Experiments.Scenario.Expressions;
using Experiments.Scenario.Records;
using Experiments.Validation;
using NUnit.Framework;

namespace Tests.Validation;

/// <summary>How the suite shows what came out.</summary>
public class ValidationTableTests
{
    private static readonly ValidationCase _plain = new("validation/mm1", []);

    [Test]
    public void A_row_compares_the_mean_over_the_seeds_with_what_is_expected()
    {
        ValidationRow row = Row("wait == rho / (1 - rho) within 1 %", ("==", 4, 0.04), 3.98, 4.03);

        Assert.That(
            (row.Quantity, row.Expected, row.Got, row.Verdict),
            Is.EqualTo(("wait", "4 ± 0.04", "4.005 (3.98 to 4.03)", "holds")));
    }

    [Test]
    public void A_limit_is_shown_with_its_comparison() =>
        Assert.That(Row("wait >= 3", (">=", 3, 0), 4).Expected, Is.EqualTo(">= 3"));

    [Test]
    public void A_condition_that_compares_no_numbers_is_shown_whole()
    {
        ExpectationOutcome outcome = new("a == b and c == d", Holds: true, Value: null, Problem: null);
        ValidationRow row = new(_plain, "", [outcome, outcome]);

        Assert.That((row.Quantity, row.Expected, row.Got), Is.EqualTo(("a == b and c == d", "true", "true")));
    }

    [Test]
    public void One_seed_that_fails_fails_the_row()
    {
        ExpectationOutcome good = new("a < 1", Holds: true, Value: 0.5, Problem: null);
        ExpectationOutcome bad = new("a < 1", Holds: false, Value: 2, Problem: null);
        ValidationRow row = new(_plain, "", [good, bad, good]);

        Assert.That((row.Holds, row.Verdict), Is.EqualTo((false, "holds with 2 of 3 seeds")));
    }

    [Test]
    public void What_could_not_be_evaluated_says_why() => Assert.That(
        new ValidationRow(_plain, "", [new("a < 1", Holds: false, Value: null, "unknown path 'a'")]).Got,
        Is.EqualTo("unknown path 'a'"));

    [Test]
    public void The_table_is_markdown_and_counts_what_holds()
    {
        ValidationCase point = new("validation/mm1", [new("links.queue.rate", "1 Mbit/s", new SourcePosition("f", 1, 1))]);
        ValidationRow row = Row("x|y == 1", ("==", 1, 0), 1) with { Case = point, Source = "RFC 1" };
        StringWriter text = new() { NewLine = "\n" };

        ValidationTable.Write([row], text);

        Assert.That(text.ToString(), Is.EqualTo("""
            | case               | source | quantity | expected | got | verdict |
            | ------------------ | ------ | -------- | -------- | --- | ------- |
            | mm1, rate=1 Mbit/s | RFC 1  | x\|y     | 1        | 1   | holds   |

            1 of 1 expectations hold.

            """));
    }

    private static ValidationRow Row(string text, (string Operator, double Value, double Tolerance) expected, params double[] values) =>
        new(_plain, "", [.. values.Select(value => new ExpectationOutcome(text, Holds: true, value, Problem: null)
        {
            Expected = new ExpectedNumber(expected.Operator, expected.Value, expected.Tolerance),
        })]);
}
