using Protocols.Congestion;
using Protocols.Tcp;

namespace Protocols.Mptcp.Schedulers;

/// <summary>
/// Which subflows may carry data in the out-of-tree stack, and the one with the lowest round-trip time among them
/// (mptcp_sched.c, 0.95: get_available_subflow).
/// </summary>
public static class SubflowAvailability
{
    /// <summary>Whether the subflow could carry data, were there room (not mptcp_is_def_unavailable).</summary>
    public static bool MayCarry(Subflow subflow) => subflow.IsUsable && !subflow.IsPotentiallyFailed;

    /// <summary>
    /// Whether there is room now: not after a timeout, and not with as much queued as the congestion window allows
    /// (not mptcp_is_temp_unavailable).
    /// </summary>
    public static bool HasRoom(Subflow subflow)
    {
        TcpSender sender = subflow.Tcp.Sender;
        int free = sender.CongestionWindow.Packets - sender.Segments.InFlight;
        return sender.State != CongestionState.Loss
            && free > 0 && sender.WriteEnd - sender.Next < (long)free * subflow.SegmentLength;
    }

    /// <summary>Whether the subflow is available (mptcp_is_available).</summary>
    public static bool IsAvailable(Subflow subflow) => MayCarry(subflow) && HasRoom(subflow);

    /// <summary>The available subflow with the lowest round-trip time; the first one of equals.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="repeated">
    /// The offset of data that some subflow carried before and others are preferred for; negative for new data.
    /// </param>
    /// <returns>Null to wait.</returns>
    public static Subflow? Find(MptcpConnection connection, long repeated)
    {
        Subflow? best = FindAmong(connection, isBackup: false, repeated, out bool isDecided);
        if (isDecided)
        {
            return best;
        }

        best = FindAmong(connection, isBackup: true, repeated, out isDecided);
        if (isDecided || repeated < 0)
        {
            return best;
        }

        // Every subflow has carried it: any may again (path_mask = 0).
        best = FindAmong(connection, isBackup: false, repeated: -1, out isDecided);
        return isDecided ? best : FindAmong(connection, isBackup: true, repeated: -1, out _);
    }

    // get_subflow_from_selectors. It is decided when a subflow that has not carried the data is found, or will be
    // available soon: waiting for that one is better than another class of subflows.
    private static Subflow? FindAmong(MptcpConnection connection, bool isBackup, long repeated, out bool isDecided)
    {
        Subflow? best = null;
        Subflow? bestUsed = null;
        bool isSomeBusy = false;
        foreach (Subflow subflow in connection.Subflows)
        {
            if (subflow.IsBackup != isBackup || !MayCarry(subflow))
            {
                continue;
            }

            bool isUsed = repeated >= 0 && subflow.Carries(repeated);
            if (!HasRoom(subflow))
            {
                isSomeBusy |= !isUsed;
                continue;
            }

            ref Subflow? place = ref isUsed ? ref bestUsed : ref best;
            if (place is null || subflow.Tcp.Sender.SmoothedRtt < place.Tcp.Sender.SmoothedRtt)
            {
                place = subflow;
            }
        }

        isDecided = best is not null || (bestUsed is null && isSomeBusy);
        return best ?? bestUsed;
    }
}
