using Protocols.Net;

namespace Sim.Queues;

/// <summary>Tells the receiver of congestion without a loss (RFC 3168, 5).</summary>
internal static class CongestionMark
{
    /// <summary>Sets the mark on a packet whose transport understands it.</summary>
    /// <returns>False when the packet is not ECN-capable: it has to be dropped instead.</returns>
    public static bool TrySet(ref Packet packet)
    {
        if ((packet.Traits & (PacketTraits.EcnCapable | PacketTraits.CongestionExperienced)) == 0)
        {
            return false;
        }

        packet.Traits |= PacketTraits.EcnCapable | PacketTraits.CongestionExperienced;
        return true;
    }
}
