using System;
using Protocols.Core;
using Protocols.Net;

namespace Sim.Network.Middleboxes;

/// <summary>Cuts segments into smaller ones, as NICs with segmentation offload and some proxies do.</summary>
/// <remarks>Each piece gets a copy of the options, a DSS with its mapping included: the mapping then covers more than the piece (RFC 8684, 3.3.1).</remarks>
/// <param name="pool">The options of packets.</param>
/// <param name="largestPayload">The largest payload that passes in one piece, in bytes; 1 or more.</param>
public sealed class SegmentSplitter(PacketOptionPool pool, int largestPayload) : IMiddlebox
{
    private const TcpFlags OnlyOnLast = TcpFlags.Fin | TcpFlags.Psh;

    /// <inheritdoc/>
    public void Pass(in Packet packet, Passage direction, Instant at, IPacketReceiver next)
    {
        // A SYN is never cut, nor is a datagram: it has no flags at all.
        if (packet.PayloadLength <= largestPayload || packet.Flags == TcpFlags.None || packet.Has(TcpFlags.Syn))
        {
            next.Receive(packet, at);
            return;
        }

        int headers = packet.Length - packet.PayloadLength;
        int sent = 0;
        while (sent < packet.PayloadLength)
        {
            int length = Math.Min(packet.PayloadLength - sent, largestPayload);
            bool isLast = sent + length == packet.PayloadLength;
            Packet piece = packet;
            piece.SequenceNumber = unchecked(packet.SequenceNumber + (uint)sent);
            piece.PayloadLength = (ushort)length;
            piece.Length = (ushort)(headers + length);
            piece.Flags &= ~((isLast ? TcpFlags.None : OnlyOnLast) | (sent == 0 ? TcpFlags.None : TcpFlags.Cwr));
            piece.Options = isLast ? packet.Options : pool.Copy(packet.Options);
            sent += length;
            next.Receive(piece, at);
        }
    }
}
