namespace Experiments.Scenario.Records;

/// <summary>A delay that varies from packet to packet.</summary>
/// <param name="Extra">What is added to the delay, in seconds; 0 or more.</param>
/// <param name="Reordering">Whether a packet may overtake those before it.</param>
public sealed record JitterDefinition(Distribution Extra, bool Reordering);
