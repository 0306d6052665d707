using System;
using System.Collections.Generic;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Tcp;

namespace Protocols.Mptcp.Schedulers;

/// <summary>
/// Opportunistic retransmission and penalization (Raiciu et al., NSDI 2012, 4.2): when the oldest data is late on one
/// subflow and holds back a faster one, the faster one sends it too, and the slower one gets a smaller window
/// (mptcp_sched.c, 0.95: mptcp_rcv_buf_optimization).
/// </summary>
/// <remarks>Early versions of the stack had sysctls for both: mptcp_rbuf_retr and mptcp_rbuf_penal.</remarks>
internal sealed class ReceiveBufferOptimization
{
    private const int SmallWindow = 4;
    private const int MuchFaster = 4;

    private readonly Dictionary<Subflow, Instant> _lastPenalization = [];

    /// <summary>
    /// Halves the windows of the slower subflows that have the oldest data, once in a round trip of the faster one.
    /// </summary>
    public void Penalize(MptcpConnection connection, Subflow fast, Instant now)
    {
        if (!connection.Config.Penalization || connection.SendQueue.Next == connection.SendQueue.Unacknowledged)
        {
            return;
        }

        if (!_lastPenalization.TryGetValue(fast, out Instant last))
        {
            last = fast.Tcp.EstablishedAt ?? now;
        }

        Duration fastRtt = fast.Tcp.Sender.SmoothedRtt;
        if (now - last < fastRtt)
        {
            return;
        }

        long oldest = connection.SendQueue.Unacknowledged;
        foreach (Subflow subflow in connection.Subflows)
        {
            TcpSender sender = subflow.Tcp.Sender;
            if (subflow != fast && fastRtt < sender.SmoothedRtt && sender.State == CongestionState.Open
                && subflow.Carries(oldest))
            {
                Halve(sender.CongestionWindow);
                _lastPenalization[fast] = now;
            }
        }
    }

    /// <summary>The oldest segment for the faster subflow, if it has not carried it and those that have are slow.</summary>
    public static SchedulerChoice Repeat(MptcpConnection connection, Subflow fast)
    {
        DataSendQueue queue = connection.SendQueue;
        long oldest = queue.Unacknowledged;
        if (!connection.Config.OpportunisticRetransmission || queue.Next == oldest || fast.Carries(oldest))
        {
            return SchedulerChoice.Wait;
        }

        bool isWorthwhile = false;
        foreach (Subflow subflow in connection.Subflows)
        {
            if (subflow == fast || !subflow.Carries(oldest))
            {
                continue;
            }

            TcpSender sender = subflow.Tcp.Sender;
            if (sender.CongestionWindow.Packets <= SmallWindow)
            {
                isWorthwhile = true;
                break;
            }

            isWorthwhile = fast.Tcp.Sender.SmoothedRtt * MuchFaster < sender.SmoothedRtt;
            if (!isWorthwhile)
            {
                break;
            }
        }

        int length = (int)Math.Min(fast.SegmentLength, queue.Next - oldest);
        return isWorthwhile && SubflowAvailability.IsAvailable(fast)
            ? new SchedulerChoice(fast, length, oldest)
            : SchedulerChoice.Wait;
    }

    private static void Halve(CongestionWindow window)
    {
        // In slow start the threshold stays, so that the window may grow again fast.
        bool isAboveThreshold = window.Packets >= window.SlowStartThreshold;
        window.Packets = Math.Max(window.Packets >> 1, 1);
        if (isAboveThreshold)
        {
            window.SlowStartThreshold = Math.Max(window.SlowStartThreshold >> 1, 2);
        }
    }
}
