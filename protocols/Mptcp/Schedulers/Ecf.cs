using System;
using Protocols.Core;
using Protocols.Tcp;

namespace Protocols.Mptcp.Schedulers;

/// <summary>
/// Earliest completion first (Lim et al., CoNEXT 2017): leaves a slow subflow idle when waiting for the fastest one
/// completes sooner (mptcp_ecf.c, 0.95).
/// </summary>
public sealed class Ecf : SegmentScheduler
{
    // beta = 1/4: how much harder it is to go back to the slow subflow than to stay away from it.
    private const int InverseBeta = 4;

    // What a connection holds at most of data that no subflow has; applications that write without end have no more.
    private const long MostWaiting = 1L << 32;

    private bool _isWaiting;

    /// <inheritdoc/>
    public override string Name => "ecf";

    /// <inheritdoc/>
    protected override Subflow? FindSubflow(MptcpConnection connection, long repeated, Instant now)
    {
        Subflow? slow = SubflowAvailability.Find(connection, repeated);
        Subflow? fast = Fastest.Of(connection);
        if (slow is null || fast is null || slow == fast)
        {
            return slow;
        }

        TcpSender fastSender = fast.Tcp.Sender;
        TcpSender slowSender = slow.Tcp.Sender;
        long waiting = Math.Min(connection.SendQueue.WriteEnd - connection.SendQueue.Next, MostWaiting);
        long fastWindow = (long)fastSender.CongestionWindow.Packets * slow.SegmentLength;
        long slowWindow = (long)slowSender.CongestionWindow.Packets * slow.SegmentLength;

        // rttvar_us >> 1 is twice the mean deviation.
        Duration deviation = Duration.Max(fastSender.RttVariation, slowSender.RttVariation) * 2;

        // (1 + k / cwnd_f) RTT_f < (1 + waiting beta) (RTT_s + delta): the fast one would be done sooner...
        Int128 fastTime = Cost(fastSender.SmoothedRtt, Math.Max(waiting, fastWindow) + fastWindow);
        Int128 slowTime = Cost(slowSender.SmoothedRtt + deviation, fastWindow);
        if (InverseBeta * fastTime >= (InverseBeta + (_isWaiting ? 1 : 0)) * slowTime)
        {
            _isWaiting = false;
            return slow;
        }

        // ... and (k / cwnd_s) RTT_s >= 2 RTT_f + delta: even if it is free only after a round trip.
        Int128 alone = Cost(slowSender.SmoothedRtt, Math.Max(waiting, slowWindow));
        if (alone >= Cost(fastSender.SmoothedRtt * 2 + deviation, slowWindow))
        {
            _isWaiting = true;
            return null;
        }

        return slow;
    }

    private static Int128 Cost(Duration time, long bytes) => (Int128)time.WholeMicroseconds * bytes;
}
