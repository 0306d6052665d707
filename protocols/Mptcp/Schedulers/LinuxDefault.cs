using System;
using Protocols.Core;

namespace Protocols.Mptcp.Schedulers;

/// <summary>
/// Mainline Linux's scheduler: the subflow that will have drained its queue first (mptcp_subflow_get_send, protocol.c).
/// </summary>
/// <remarks>
/// An idle subflow's queue drains in no time, so among idle ones the first in the list always wins: a stream that never
/// fills a queue is not balanced. The congestion window is not looked at. When the winner's send buffer is full, nobody
/// else is tried.
/// </remarks>
public sealed class LinuxDefault : IPacketScheduler
{
    /// <summary>MPTCP_SEND_BURST_SIZE: 64 KiB less the largest headers.</summary>
    public const int BurstLength = 65_536 - 20 - 40 - 40 - 8;

    /// <inheritdoc/>
    public string Name => "default";

    /// <inheritdoc/>
    public bool SplitsFragments => false;

    /// <inheritdoc/>
    public SchedulerChoice Select(MptcpConnection connection, Instant now)
    {
        Subflow? best = null;
        Subflow? bestBackup = null;
        ulong bestTime = ulong.MaxValue;
        ulong bestBackupTime = ulong.MaxValue;
        int active = 0;
        foreach (Subflow subflow in connection.Subflows)
        {
            if (!subflow.IsActive)
            {
                continue;
            }

            active += subflow.IsBackup ? 0 : 1;
            ulong time = ((ulong)subflow.QueuedMemory << 32) / (ulong)subflow.AveragePacingRate;
            if (!subflow.IsBackup && time < bestTime)
            {
                best = subflow;
                bestTime = time;
            }
            else if (subflow.IsBackup && time < bestBackupTime)
            {
                bestBackup = subflow;
                bestBackupTime = time;
            }
        }

        Subflow? chosen = active > 0 ? best : bestBackup;
        if (chosen is null || !chosen.HasSendRoom)
        {
            return SchedulerChoice.Wait;
        }

        long burst = Math.Min(BurstLength, connection.SendQueue.WindowEnd - connection.SendQueue.Next);
        if (burst <= 0)
        {
            return new SchedulerChoice(chosen, 1);
        }

        chosen.LearnPacingRate(burst);
        return new SchedulerChoice(chosen, (int)burst);
    }
}
