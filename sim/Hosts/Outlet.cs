using Protocols.Core;
using Protocols.Net;
using Protocols.Tcp;
using Sim.Network;

namespace Sim.Hosts;

/// <summary>Where the packets of one flow leave their host.</summary>
/// <param name="Nic">The interface.</param>
/// <param name="Queue">What tells the flow's TCP how much is still in the interface's queue; null where that is not the host's own.</param>
internal readonly record struct Outlet(Nic Nic, SmallQueue? Queue)
{
    /// <summary>The way out through an interface.</summary>
    public static Outlet Through(Nic nic) => new(nic, nic.Outgoing.IsHostQueue ? new SmallQueue() : null);

    /// <summary>Sends a packet; see <see cref="Nic.Send(in Packet, Instant)"/>.</summary>
    public SendResult Send(in Packet packet, Instant now)
    {
        SendResult result = Nic.Send(in packet, now);
        if (Queue is not null && result == SendResult.Queued && packet.PayloadLength > 0)
        {
            Queue.OnQueued(packet.PayloadLength, Nic.Outgoing.LastDeparture);
        }

        return result;
    }
}
