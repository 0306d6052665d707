using Protocols.Net;

namespace Sim.Network.Middleboxes;

/// <summary>Changes packets so that what they say of themselves stays true.</summary>
internal static class PacketSurgery
{
    /// <summary>Takes options off a packet, and their bytes off its length.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="pool">Its options.</param>
    /// <param name="kinds">What is taken off, where it is there.</param>
    public static void RemoveOptions(ref Packet packet, PacketOptionPool pool, PacketOptionKinds kinds)
    {
        if (packet.Options == 0 || !pool[packet.Options].Has(kinds))
        {
            return;
        }

        ref PacketOptions options = ref pool[packet.Options];
        bool hasTimestamps = (packet.Traits & PacketTraits.Timestamps) != 0;
        int before = PacketOptionsLength.Of(in options, hasTimestamps);
        options.Kinds &= ~kinds;
        packet.Length -= (ushort)(before - PacketOptionsLength.Of(in options, hasTimestamps));
        if (options.Kinds == PacketOptionKinds.None)
        {
            pool.Return(packet.Options);
            packet.Options = 0;
        }
    }

    /// <summary>The kinds of options that a packet carries besides timestamps.</summary>
    public static PacketOptionKinds KindsOf(in Packet packet, PacketOptionPool pool) =>
        packet.Options == 0 ? PacketOptionKinds.None : pool[packet.Options].Kinds;
}
