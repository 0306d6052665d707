using Protocols.Congestion;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>What follows when the host could not send a packet that was already counted as sent.</summary>
/// <remarks>
/// Read tcp_write_xmit, tcp_transmit_skb and tcp_retransmit_timer. A filter in the host looks to the sender like a peer that
/// does not open its window. Linux differs in one point: there the sender also knows at once when a full queue of its host
/// takes no new data; here that queue stands for the first link's, and what it drops is lost on the way.
/// </remarks>
internal static class FailedSending
{
    /// <summary>A packet of a connection was not sent: what it carried is taken back, if the sender must know.</summary>
    public static void OnPacket(TcpConnection tcp, in Packet packet, bool isCongested, Instant now)
    {
        TcpSender sender = tcp.Sender;
        int index = sender.Segments.IndexOf(unchecked(packet.SequenceNumber - tcp.InitialSequenceNumber));
        if (!tcp.IsOpen || packet.SequenceLength == 0 || index == sender.Segments.Count)
        {
            return;
        }

        ref SentSegment segment = ref sender.Segments[index];
        bool isRetransmission = (segment.Status & SegmentStatus.Retransmitted) != 0;
        bool isNewest = index == sender.Segments.Count - 1;
        if (isRetransmission && (!isCongested || (index == 0 && sender.State == CongestionState.Loss)))
        {
            sender.TakeBackRetransmission(index);
            sender.Timer.OnRefused(sender);
            if (isCongested)
            {
                sender.Timer.OnOldestNotSent(sender, now);
            }
        }
        else if (!isRetransmission && !isCongested)
        {
            sender.TakeBackNewest();
            sender.Timer.OnRefused(sender);
            if (sender.Segments.Count == 0)
            {
                sender.Timer.OnNothingSent(sender, now);
            }
        }

        if (!isCongested && isNewest && sender.Probe.TakeBack(sender.Next))
        {
            sender.Timer.OnProbeNotSent(sender, now);
        }
    }
}
