using Protocols.Core;
using Protocols.Net;

namespace Sim.Network.Middleboxes;

/// <summary>Takes TCP options off packets, as firewalls do with what they do not know (Honda et al., "Is it still possible to extend TCP?", 2011).</summary>
/// <remarks>The option is gone, not replaced by no-operations: the packet becomes shorter.</remarks>
/// <param name="pool">The options of packets.</param>
/// <param name="kinds">What it takes off.</param>
/// <param name="packets">Whom it takes it off.</param>
public sealed class OptionStripper(PacketOptionPool pool, PacketOptionKinds kinds, StrippedPackets packets) : IMiddlebox
{
    /// <summary>All options but those of RFC 9293, RFC 7323 and RFC 2018: of those that packets carry here, the ones of MPTCP.</summary>
    public const PacketOptionKinds UnknownOptions = PacketOptionKinds.AnyMptcp;

    /// <summary>Packets that it took something off.</summary>
    public long ChangedPackets { get; private set; }

    /// <inheritdoc/>
    public void Pass(in Packet packet, Passage direction, Instant at, IPacketReceiver next)
    {
        Packet stripped = packet;
        if ((packets & TypeOf(packet)) != 0 && (PacketSurgery.KindsOf(packet, pool) & kinds) != 0)
        {
            ChangedPackets++;
            PacketSurgery.RemoveOptions(ref stripped, pool, kinds);
        }

        next.Receive(stripped, at);
    }

    private static StrippedPackets TypeOf(in Packet packet) =>
        !packet.Has(TcpFlags.Syn) ? StrippedPackets.Established
        : packet.Has(TcpFlags.Ack) ? StrippedPackets.SynAck
        : StrippedPackets.Syn;
}
