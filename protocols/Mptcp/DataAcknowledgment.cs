using System;
using Protocols.Core;
using Protocols.Mptcp.Reinjection;
using Protocols.Net;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>The peer's acknowledgments of data and its window, which belongs to the connection (RFC 8684, 3.3.1 and 3.3.2; ack_update_msk).</summary>
internal sealed class DataAcknowledgment(MptcpConnection connection, DataClose close, IReinjection reinjection)
{
    /// <summary>A subflow announced a window, perhaps with a data acknowledgment.</summary>
    /// <returns>The window to assume for the subflow: at least the connection's, whichever subflow announced it (SndWndShared).</returns>
    public long OnWindow(long window, in PacketOptions options, Instant now)
    {
        if (connection.IsFallback)
        {
            LearnFirstWindow(window);
            return window;
        }

        DataSendQueue queue = connection.SendQueue;
        if (options.Has(PacketOptionKinds.DataSequenceSignal) && options.Dss.HasAck)
        {
            Apply(connection.Signaling.ToAckOffset(in options.Dss, queue.Unacknowledged), window, now);
        }
        else
        {
            LearnFirstWindow(window);
        }

        return Math.Max(window, queue.WindowEnd - queue.Unacknowledged);
    }

    /// <summary>The subflow of a connection that fell back was acknowledged: its stream is the data.</summary>
    public void OnFallbackAck(TcpSender sender, Instant now) => Apply(
        Math.Min(sender.Unacknowledged - 1, connection.SendQueue.WriteEnd),
        sender.WindowEnd - sender.Unacknowledged,
        now);

    private void LearnFirstWindow(long window)
    {
        if (connection.SendQueue.WindowEnd < window && connection.SendQueue.Unacknowledged == 0)
        {
            connection.SendQueue.OnAcknowledgment(0, window);
        }
    }

    private void Apply(long ack, long window, Instant now)
    {
        long dataAck = close.OnDataAck(ack);
        bool isProgress = dataAck != ack;
        if (connection.SendQueue.OnAcknowledgment(dataAck, dataAck + window))
        {
            connection.Raise(TcpEvents.Acknowledged);
            isProgress = true;
        }

        // An acknowledgment that repeats what is known says nothing about the subflows that are silent: the timer goes on.
        if (isProgress)
        {
            reinjection.OnDataAck(now);
        }
    }
}
