namespace Experiments.Scenario.Records;

/// <summary>The traces of both directions of a link; they may be the same.</summary>
/// <param name="Up">From a NIC, or from the first end of a named link.</param>
/// <param name="Down">To the NIC, or to the first end.</param>
public sealed record LinkTraces(TraceDefinition Up, TraceDefinition Down);
