using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>A step of a table of rates.</summary>
/// <param name="From">When the rate begins to hold.</param>
/// <param name="Rate">The rate; 0 is an outage.</param>
public readonly record struct TraceStep(Duration From, BitRate Rate);
