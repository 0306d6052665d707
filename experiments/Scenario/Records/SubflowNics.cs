namespace Experiments.Scenario.Records;

/// <summary>The interfaces that a subflow runs between.</summary>
/// <param name="Source">The NIC of the sending host.</param>
/// <param name="Destination">The NIC of the receiving host.</param>
public readonly record struct SubflowNics(Reference Source, Reference Destination);
