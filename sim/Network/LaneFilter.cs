namespace Sim.Network;

/// <summary>Decides whether a packet is taken off its lane.</summary>
internal delegate bool LaneFilter(in LaneEntry entry);
