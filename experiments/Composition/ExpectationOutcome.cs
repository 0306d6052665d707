using Experiments.Scenario.Expressions;

namespace Experiments.Composition;

/// <summary>One condition on the results, judged.</summary>
/// <param name="Text">The condition as written.</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Value">The left side of its comparison; null where there is none.</param>
/// <param name="Problem">Why it could not be judged; null if it could.</param>
public sealed record ExpectationOutcome(string Text, bool Holds, double? Value, string? Problem)
{
    /// <summary>What the left side was compared with; null where it was no comparison of numbers.</summary>
    public ExpectedNumber? Expected { get; init; }
}
