using Protocols.Core;
using Protocols.Net;

namespace Sim.Hosts;

/// <summary>Takes the packets of one flow that arrive at a host.</summary>
internal interface IPacketHandler
{
    /// <summary>Takes a packet that has arrived. Its options stay the caller's to return.</summary>
    /// <returns>False when the flow has just ended, and the host is to treat the packet as if it had never been.</returns>
    bool TryTake(in Packet packet, Instant now);
}
