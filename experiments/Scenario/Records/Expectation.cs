namespace Experiments.Scenario.Records;

/// <summary>A condition on the results of the run.</summary>
/// <param name="Text">The condition as written.</param>
/// <param name="At">Where it was written.</param>
public sealed record Expectation(string Text, SourcePosition At);
