using Protocols.Core;
using Protocols.Net;

namespace Sim.Network.Middleboxes;

/// <summary>Drops SYNs, with and without ACK, that carry an option it does not like.</summary>
/// <param name="fabric">The network it belongs to.</param>
/// <param name="kinds">The options.</param>
public sealed class SynDropper(Fabric fabric, PacketOptionKinds kinds) : IMiddlebox
{
    /// <summary>Packets dropped.</summary>
    public long DroppedPackets { get; private set; }

    /// <inheritdoc/>
    public void Pass(in Packet packet, Passage direction, Instant at, IPacketReceiver next)
    {
        if (packet.Has(TcpFlags.Syn) && (PacketSurgery.KindsOf(packet, fabric.Packets.Options) & kinds) != 0)
        {
            DroppedPackets++;
            fabric.Discard(packet);
            return;
        }

        next.Receive(packet, at);
    }
}
