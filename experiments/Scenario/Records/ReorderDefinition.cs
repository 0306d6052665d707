namespace Experiments.Scenario.Records;

/// <summary>Packets that skip the delay and so overtake others.</summary>
/// <param name="Share">How likely a packet does whose turn it is, 0 to 1.</param>
/// <param name="Gap">Every how many packets one has its turn, 1 or more.</param>
public sealed record ReorderDefinition(double Share, int Gap);
