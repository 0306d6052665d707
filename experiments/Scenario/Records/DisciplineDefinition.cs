namespace Experiments.Scenario.Records;

/// <summary>A queue discipline that has no parameters of its own, or that the user gave none.</summary>
/// <param name="Name">Its registered name.</param>
public record DisciplineDefinition(Reference Name);
