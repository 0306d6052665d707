using Protocols.Congestion;
using Protocols.Core;
using Protocols.Tcp;

namespace Protocols.Mptcp.Schedulers;

/// <summary>
/// The out-of-tree stack's scheduler: of the subflows with room in their congestion window, the one with the lowest
/// RTT.
/// </summary>
/// <remarks>
/// Read mptcp_sched.c of the out-of-tree patch, 0.95: get_available_subflow and mptcp_is_def_unavailable. One segment
/// at a time. A subflow that had a timeout without progress since is not available.
/// </remarks>
public sealed class LowestRtt : IPacketScheduler
{
    /// <inheritdoc/>
    public string Name => "lowest-rtt";

    /// <inheritdoc/>
    public bool SplitsFragments => true;

    /// <inheritdoc/>
    public SchedulerChoice Select(MptcpConnection connection)
    {
        Subflow? best = null;
        Subflow? bestBackup = null;
        bool isSomeActive = false;
        foreach (Subflow subflow in connection.Subflows)
        {
            if (!subflow.IsActive || subflow.IsPotentiallyFailed)
            {
                continue;
            }

            isSomeActive |= !subflow.IsBackup;
            if (!IsAvailable(subflow))
            {
                continue;
            }

            ref Subflow? place = ref subflow.IsBackup ? ref bestBackup : ref best;
            if (place is null || Rtt(subflow) < Rtt(place))
            {
                place = subflow;
            }
        }

        Subflow? chosen = isSomeActive ? best : bestBackup;
        return chosen is null ? SchedulerChoice.Wait : new SchedulerChoice(chosen, chosen.SegmentLength);
    }

    private static Duration Rtt(Subflow subflow) => subflow.Tcp.Sender.SmoothedRtt;

    private static bool IsAvailable(Subflow subflow)
    {
        TcpSender sender = subflow.Tcp.Sender;
        long segment = subflow.SegmentLength;
        long queuedPackets = (sender.WriteEnd - sender.Next + segment - 1) / segment;
        return sender.State != CongestionState.Loss
            && sender.Segments.InFlight + queuedPackets < sender.CongestionWindow.Packets;
    }
}
