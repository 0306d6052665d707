using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;
using Sim.Network;

namespace Tests.Network;

/// <summary>Remembers the packets it is given and when.</summary>
internal sealed class PacketLog(Simulation simulation) : IPacketReceiver
{
    public List<Packet> Packets { get; } = [];

    public List<Instant> Times { get; } = [];

    public void Receive(in Packet packet, Instant at)
    {
        Packets.Add(packet);
        Times.Add(simulation.Now);
    }
}
