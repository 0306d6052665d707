using Experiments.Scenario.Expressions;

namespace Experiments.Scenario.Records;

/// <summary>A condition on the results of the run, or on the points of a sweep.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="At">Where it was written.</param>
public sealed record Expectation(Condition Condition, SourcePosition At)
{
    /// <summary>The condition as written.</summary>
    public string Text => Condition.Text;
}
