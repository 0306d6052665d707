using Protocols.Net;

namespace Sim.Hosts;

/// <summary>Takes the packets of one flow that arrive at a host.</summary>
internal interface IPacketHandler
{
    /// <summary>A packet arrived now. Its options stay the caller's to return.</summary>
    void OnPacket(in Packet packet);
}
