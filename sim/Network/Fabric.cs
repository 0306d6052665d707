using Protocols.Net;
using Sim.Kernel;

namespace Sim.Network;

/// <summary>What all elements of one simulated network share.</summary>
/// <param name="simulation">Its time.</param>
/// <param name="packets">What its packets refer to by handle.</param>
public sealed class Fabric(Simulation simulation, PacketContext packets)
{
    /// <summary>Its time and events.</summary>
    public Simulation Simulation { get; } = simulation;

    /// <summary>Flows and options of its packets.</summary>
    public PacketContext Packets { get; } = packets;

    /// <summary>The memory of the packets on its links.</summary>
    internal LanePool Lanes { get; } = new();

    /// <summary>Takes a packet out of the network for good: gives its options back.</summary>
    public void Discard(in Packet packet) => Packets.Options.Return(packet.Options);
}
