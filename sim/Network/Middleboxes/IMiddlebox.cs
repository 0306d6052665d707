using Protocols.Core;
using Protocols.Net;

namespace Sim.Network.Middleboxes;

/// <summary>Something on a link that does more to packets than forward them.</summary>
/// <remarks>
/// It stands at the far end of each direction of the link, and takes no time. A box is made for one link; what it remembers of a flow
/// belongs to both directions.
/// </remarks>
public interface IMiddlebox
{
    /// <summary>Takes a packet: to pass it on, changed or not, in pieces, later, or never.</summary>
    /// <param name="packet">The packet; its options are the box's from here on.</param>
    /// <param name="direction">Which way it goes.</param>
    /// <param name="at">When it arrives.</param>
    /// <param name="next">Where it goes on; the same for all packets of a direction.</param>
    void Pass(in Packet packet, Passage direction, Instant at, IPacketReceiver next);
}
