using Protocols.Core;
using Protocols.Mptcp.Reinjection;
using Protocols.Net;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>Packets and timers of a connection's subflows, and what they mean for the connection.</summary>
internal sealed class SubflowEvents(
    MptcpConnection connection, DataClose close, IReinjection reinjection, IMptcpEnvironment environment)
{
    /// <summary>A packet of a subflow arrived.</summary>
    public void OnPacket(Subflow subflow, in Packet packet, Instant now)
    {
        subflow.Tcp.OnPacket(in packet, now);
        After(subflow, now);
    }

    /// <summary>Some deadline has come, perhaps that of a subflow.</summary>
    public void OnTimer(Instant now)
    {
        for (int i = connection.Subflows.Count - 1; i >= 0; i--)
        {
            Subflow subflow = connection.Subflows[i];
            if (subflow.AckDeadline <= now)
            {
                subflow.OnAckTimer(now);
            }

            if (subflow.Tcp.Deadline <= now)
            {
                OnTcpTimer(subflow, now);
            }
        }
    }

    /// <summary>
    /// A segment without any MPTCP option arrived: if it acknowledges data, and there is only one subflow, options do not
    /// get through any more.
    /// </summary>
    /// <remarks>RFC 8684, 3.7, asks for it; Linux does it for the first data only.</remarks>
    public void OnSegmentWithoutOptions(Subflow subflow, in Packet packet)
    {
        TcpSender sender = subflow.Tcp.Sender;
        long ack = SequenceNumber.Unwrap(
            unchecked(packet.AcknowledgmentNumber - subflow.Tcp.InitialSequenceNumber), sender.Unacknowledged);
        if (subflow.IsInitial && ack > sender.Unacknowledged)
        {
            connection.Fallback.Try(FallbackReason.NoDataAcknowledgment);
        }
    }

    /// <summary>A subflow has left the connection: what it had in flight goes to the others.</summary>
    public void OnGone(Subflow subflow, Instant now)
    {
        if (!connection.IsClosed && !connection.IsFallback)
        {
            reinjection.OnSubflowClosed(subflow);
            connection.PathManager.OnSubflowClosed(subflow, now);
            connection.Push(now);
        }
    }

    private void OnTcpTimer(Subflow subflow, Instant now)
    {
        long timeouts = subflow.Tcp.Sender.Timeouts;
        subflow.Tcp.OnTimer(now);
        if (subflow.Tcp.Sender.Timeouts > timeouts)
        {
            reinjection.OnSubflowTimeout(subflow);
        }

        After(subflow, now);
    }

    private void After(Subflow subflow, Instant now)
    {
        TcpEvents events = subflow.Tcp.TakeEvents();
        if ((events & TcpEvents.Established) != 0)
        {
            OnTcpEstablished(subflow, now);
        }

        if ((events & TcpEvents.Acknowledged) != 0)
        {
            subflow.IsPotentiallyFailed = false;
            if (connection.IsFallback)
            {
                connection.Acknowledgment.OnFallbackAck(subflow.Tcp.Sender, now);
            }
        }

        if (connection.IsFallback && subflow.Tcp.Receiver.IsFinReached)
        {
            connection.Raise(TcpEvents.Readable);
        }

        connection.Push(now);
        if ((events & TcpEvents.Acknowledged) != 0)
        {
            connection.Space.OnAcknowledgment(subflow);
        }

        close.AnnounceFin();
        close.CloseSubflowsWhenDone();
        connection.Closing.Check(now);
    }

    private void OnTcpEstablished(Subflow subflow, Instant now)
    {
        subflow.OnTcpEstablished(now);
        if (subflow.IsInitial || subflow.IsInitiator)
        {
            connection.Space.Sync();
        }

        if (subflow.IsInitial)
        {
            connection.Reception.Bytes = environment.ReceivedBytesOf(subflow);
            connection.OnEstablished();
        }
    }
}
