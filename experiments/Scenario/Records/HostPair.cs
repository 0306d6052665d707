namespace Experiments.Scenario.Records;

/// <summary>A sending and a receiving host.</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver, another host.</param>
public readonly record struct HostPair(Reference From, Reference To);
