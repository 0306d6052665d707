using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>What a packet does to a connection in TIME-WAIT (RFC 9293, 3.10.7.4; RFC 6191).</summary>
/// <remarks>Read tcp_timewait_state_process (net/ipv4/tcp_minisocks.c).</remarks>
internal static class TimeWaitArrival
{
    /// <summary>A packet arrived, and it does not open a new connection.</summary>
    public static void OnPacket(TcpConnection tcp, in Packet packet, Instant now)
    {
        bool isOld = Age(tcp, in packet) > 0;
        bool isNext = Start(tcp, in packet) == tcp.Receiver.Next;
        bool isReset = packet.Has(TcpFlags.Rst);
        if (isNext && !isOld && isReset)
        {
            // Linux differs from RFC 1337 (tcp_rfc1337=0): a reset ends TIME-WAIT.
            tcp.End(TcpFailure.None);
            return;
        }

        if (isReset)
        {
            return;
        }

        if (isOld || packet.Has(TcpFlags.Ack))
        {
            tcp.StayInTimeWait(now);
        }

        if (!isNext || isOld || packet.SequenceLength > 0)
        {
            tcp.Challenge(now);
        }
    }

    /// <summary>
    /// Whether a packet opens a new connection between the same ends: a SYN that is certainly not an old one (RFC 6191).
    /// </summary>
    public static bool IsReopening(TcpConnection tcp, in Packet packet)
    {
        bool isSyn = (packet.Flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)) == TcpFlags.Syn;
        int age = Age(tcp, in packet);
        return isSyn && age <= 0 && (Start(tcp, in packet) > tcp.Receiver.Next || age < 0);
    }

    // How far the timestamp lies behind the newest one; 0 without.
    private static int Age(TcpConnection tcp, in Packet packet) =>
        tcp.Handshake.UsesTimestamps && (packet.Traits & PacketTraits.Timestamps) != 0
            ? (int)(tcp.Segments.TimestampRecent - packet.TimestampValue)
            : 0;

    private static long Start(TcpConnection tcp, in Packet packet) => SequenceNumber.Unwrap(
        unchecked(packet.SequenceNumber - tcp.Handshake.PeerInitialSequenceNumber), tcp.Receiver.Next);
}
