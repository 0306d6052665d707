namespace Experiments.Scenario.Expressions;

/// <summary>What came out of a condition.</summary>
/// <param name="Holds">Whether it holds; false also where it could not be evaluated.</param>
/// <param name="Value">The left side of the comparison, in the unit of its key; null where there is none.</param>
/// <param name="Problem">Why it could not be evaluated, such as an unknown path; null if it could.</param>
public sealed record ConditionResult(bool Holds, double? Value, string? Problem)
{
    /// <summary>What the left side is compared with; null where there is no comparison of numbers.</summary>
    public ExpectedNumber? Expected { get; init; }
}
