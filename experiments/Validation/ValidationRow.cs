using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Experiments.Composition;
using Experiments.Scenario.Expressions;

namespace Experiments.Validation;

/// <summary>One line of the table: one expectation of one case, over all seeds.</summary>
/// <param name="Case">The case.</param>
/// <param name="Source">Where the expected value comes from; empty if the scenario does not say.</param>
/// <param name="Outcomes">What came out, seed by seed; one or more, all of the same condition.</param>
public sealed record ValidationRow(ValidationCase Case, string Source, IReadOnlyList<ExpectationOutcome> Outcomes)
{
    /// <summary>What is measured: the left side of the condition, or all of it where it compares no numbers.</summary>
    public string Quantity
    {
        get
        {
            string text = Outcomes[0].Text;
            string? comparison = Outcomes.Select(outcome => outcome.Expected?.Operator).FirstOrDefault(found => found is not null);
            int end = comparison is null ? -1 : text.IndexOf($" {comparison} ", StringComparison.Ordinal);
            return end < 0 ? text : text[..end];
        }
    }

    /// <summary>What is expected, with the tolerance: the mean over the seeds where it depends on the run.</summary>
    public string Expected
    {
        get
        {
            ExpectedNumber[] expected = [.. Outcomes.Select(outcome => outcome.Expected).OfType<ExpectedNumber>()];
            if (expected.Length == 0)
            {
                return "true";
            }

            string value = Number(expected.Average(number => number.Value));
            double tolerance = expected.Average(number => number.Tolerance);
            return expected[0].Operator != "==" ? $"{expected[0].Operator} {value}"
                : tolerance > 0 ? $"{value} ± {tolerance.ToString("G2", CultureInfo.InvariantCulture)}"
                : value;
        }
    }

    /// <summary>What was measured: the mean over the seeds, and from where to where they range.</summary>
    public string Got
    {
        get
        {
            double[] values = [.. Outcomes.Select(outcome => outcome.Value).OfType<double>()];
            if (Outcomes.FirstOrDefault(outcome => outcome.Problem is not null)?.Problem is string problem)
            {
                return problem;
            }

            return values.Length == 0 ? string.Join(' ', Outcomes.Select(outcome => outcome.Holds ? "true" : "false").Distinct())
                : values.Length == 1 || values.Min() == values.Max() ? Number(values[0])
                : $"{Number(values.Average())} ({Number(values.Min())} to {Number(values.Max())})";
        }
    }

    /// <summary>Whether it holds with every seed.</summary>
    public bool Holds => Outcomes.All(outcome => outcome.Holds);

    /// <summary><c>holds</c>, or with how many of the seeds it does.</summary>
    public string Verdict => Holds
        ? "holds"
        : FormattableString.Invariant($"holds with {Outcomes.Count(outcome => outcome.Holds)} of {Outcomes.Count} seeds");

    private static string Number(double value) => Math.Abs(value) >= 10_000
        ? value.ToString("F0", CultureInfo.InvariantCulture)
        : value.ToString("G4", CultureInfo.InvariantCulture);
}
