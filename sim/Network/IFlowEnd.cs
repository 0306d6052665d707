using Protocols.Core;
using Protocols.Net;

namespace Sim.Network;

/// <summary>Takes the packets of one flow at its destination, past the NIC and the host that would only pass them on.</summary>
internal interface IFlowEnd
{
    /// <summary>A packet of the flow has arrived. The taker copies what it keeps; the options stay the caller's to return.</summary>
    void Receive(in Packet packet, Instant now);
}
