namespace Sim.Network;

/// <summary>Some packets skip the link's delay and so overtake those before them (netem: <c>reorder PERCENT gap N</c>).</summary>
/// <param name="Share">How likely a packet does whose turn it is, 0 to 1.</param>
/// <param name="Gap">A packet's turn comes when at least this many, itself included, came since the last one that did; 1 or more.</param>
public sealed record Overtaking(double Share, int Gap = 1);
