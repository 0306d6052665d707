using Experiments.Scenario.Expressions;

namespace Experiments.Scenario.Records;

/// <summary>A quantity that the scenario names under <c>let</c>, for the conditions of <c>expect</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">How it is worked out, from the results, the scenario and the quantities named before it.</param>
public sealed record QuantityDefinition(Reference Name, Condition Value)
{
    /// <summary>Where its value was written.</summary>
    public required SourcePosition At { get; init; }
}
