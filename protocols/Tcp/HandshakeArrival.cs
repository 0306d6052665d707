using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>What a packet does to a connection that waits for the answer to its SYN (RFC 9293, 3.10.7.3).</summary>
/// <remarks>Read tcp_rcv_synsent_state_process (net/ipv4/tcp_input.c).</remarks>
internal static class HandshakeArrival
{
    /// <summary>A packet arrived in SYN-SENT.</summary>
    public static void OnPacket(TcpConnection tcp, in Packet packet, in PacketOptions options, Instant now)
    {
        if (!packet.Has(TcpFlags.Ack))
        {
            OnUnacknowledging(tcp, in packet, in options);
            return;
        }

        bool isAcknowledged = packet.AcknowledgmentNumber == unchecked(tcp.InitialSequenceNumber + 1);
        if (!isAcknowledged)
        {
            // It belongs to an old connection, which the peer shall forget; the SYN is sent again soon.
            if (!packet.Has(TcpFlags.Rst))
            {
                tcp.Outgoing.AnswerWithReset(in packet);
            }

            return;
        }

        if (packet.Has(TcpFlags.Rst))
        {
            tcp.Extension?.OnReset(in options);
            tcp.End(TcpFailure.Refused);
        }
        else if (packet.Has(TcpFlags.Syn))
        {
            OnSynAck(tcp, in packet, in options, now);
        }
    }

    // A SYN alone: both ends have opened the connection at the same time (RFC 9293, 3.5, figure 7).
    private static void OnUnacknowledging(TcpConnection tcp, in Packet packet, in PacketOptions options)
    {
        if (packet.Has(TcpFlags.Syn) && !packet.Has(TcpFlags.Rst) && tcp.Extension is null)
        {
            tcp.Accept(in packet);
        }
    }

    private static void OnSynAck(TcpConnection tcp, in Packet packet, in PacketOptions options, Instant now)
    {
        ReadSyn(tcp, in packet, in options);
        tcp.Sender.Ecn.OnSynAck(in packet, tcp.Sender.Config.Ecn == 1 && !tcp.Handshake.IsRetransmission);
        if (tcp.Extension is not null && !tcp.Extension.OnSynAck(in packet, in options, now))
        {
            tcp.End(TcpFailure.Aborted);
            tcp.Outgoing.Reset = true;
            return;
        }

        // The window of a SYN is never scaled (RFC 7323, 2.2).
        tcp.Establish(packet.Window, in options, now);
        tcp.Outgoing.ThirdPacket = true;
    }

    /// <summary>The peer's SYN or SYN/ACK arrived: takes over what it offers.</summary>
    public static void ReadSyn(TcpConnection tcp, in Packet packet, in PacketOptions options)
    {
        tcp.Handshake.Read(in packet, in options, tcp.Sender.Config);
        tcp.Segments.TimestampRecent = packet.TimestampValue;
        int timestamps = tcp.Handshake.UsesTimestamps ? PacketOptionsLength.Timestamps : 0;
        tcp.Sender.MaximumPayload = tcp.Handshake.PeerSegment - timestamps;
        tcp.Sender.UsesSack = tcp.Handshake.UsesSack;
        tcp.Receiver.Segment = tcp.Handshake.OfferedSegment - timestamps;
    }
}
