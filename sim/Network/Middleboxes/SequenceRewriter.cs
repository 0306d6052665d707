using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;

namespace Sim.Network.Middleboxes;

/// <summary>Gives each flow other sequence numbers, as firewalls do that do not trust initial ones.</summary>
/// <remarks>
/// Acknowledgments and SACK blocks are translated back. Flows whose SYN it has not seen pass as they are. The sequence numbers in MPTCP's
/// options are relative to the SYN, which is why they survive this (RFC 8684, 3.3.1). Not modelled: captures taken behind the box show
/// zeros for payload, since its place is known by the sender's numbers only.
/// </remarks>
/// <param name="packets">What packets refer to.</param>
/// <param name="random">Gives the numbers.</param>
public sealed class SequenceRewriter(PacketContext packets, RandomStream random) : IMiddlebox
{
    private readonly Dictionary<int, uint> _shifts = [];

    /// <inheritdoc/>
    public void Pass(in Packet packet, Passage direction, Instant at, IPacketReceiver next)
    {
        if (packets.Flows[packet.Flow].Protocol != IpProtocol.Tcp)
        {
            next.Receive(packet, at);
            return;
        }

        Packet rewritten = packet;
        if (packet.Has(TcpFlags.Syn) && !_shifts.ContainsKey(packet.Flow))
        {
            _shifts.Add(packet.Flow, random.NextUInt32());
        }

        rewritten.SequenceNumber = unchecked(packet.SequenceNumber + _shifts.GetValueOrDefault(packet.Flow));
        uint shift = _shifts.GetValueOrDefault(packets.Flows.Reverse(packet.Flow));
        if (packet.Has(TcpFlags.Ack))
        {
            rewritten.AcknowledgmentNumber = unchecked(packet.AcknowledgmentNumber - shift);
        }

        if ((PacketSurgery.KindsOf(packet, packets.Options) & PacketOptionKinds.Sack) != 0)
        {
            ShiftBack(ref packets.Options[packet.Options], shift);
        }

        next.Receive(rewritten, at);
    }

    private static void ShiftBack(ref PacketOptions options, uint shift)
    {
        for (int i = 0; i < options.SackCount; i++)
        {
            SackBlock block = options.SackBlocks[i];
            options.SackBlocks[i] = new SackBlock(unchecked(block.Left - shift), unchecked(block.Right - shift));
        }
    }
}
