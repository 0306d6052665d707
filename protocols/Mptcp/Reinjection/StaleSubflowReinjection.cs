using System;
using Protocols.Core;
using Protocols.Tcp;

namespace Protocols.Mptcp.Reinjection;

/// <summary>
/// Mainline Linux's rule: a fragment at each expiry of the connection's timer, and everything when a subflow is found
/// stale.
/// </summary>
/// <remarks>
/// Read __mptcp_retrans, mptcp_subflow_get_retrans (protocol.c) and mptcp_pm_subflow_chk_stale (pm.c, pm_kernel.c). A
/// timeout of one subflow alone reinjects nothing. The count of stale periods is cleared only when the timer finds data
/// in flight and a newer acknowledgment: a subflow that is fast and little used keeps it, and then never counts as an
/// alternative for another.
/// </remarks>
/// <param name="connection">The connection.</param>
/// <param name="config">The tunables of MPTCP.</param>
/// <param name="tcp">The tunables of TCP: the connection's timer is one of the kernel's, too.</param>
public sealed class StaleSubflowReinjection(MptcpConnection connection, MptcpConfig config, TcpConfig tcp) : IReinjection
{
    private Duration _interval = config.RetransmissionFloor;

    /// <inheritdoc/>
    public Instant Deadline { get; private set; } = Instant.Never;

    /// <inheritdoc/>
    public void OnPushed(Instant now)
    {
        LearnInterval(now);
        if (!connection.IsFallback && Deadline == Instant.Never)
        {
            Restart(now);
        }
    }

    /// <inheritdoc/>
    public void OnDataAck(Instant now)
    {
        Deadline = Instant.Never;
        if (connection.HasUnacknowledged && !connection.IsFallback)
        {
            Restart(now);
        }
    }

    /// <inheritdoc/>
    public void OnTimer(Instant now)
    {
        Deadline = Instant.Never;
        if (connection.IsFallback)
        {
            return;
        }

        Subflow? idle = FindIdle();
        DataSendQueue queue = connection.SendQueue;
        if (queue.TryGetOldest(out long start, out int length))
        {
            if (idle is not null)
            {
                // From now on the stream of the first subflow is not the data any more.
                connection.Fallback.Forbid();
                idle.Give(start, length);
                queue.OnRepeated(length);
            }
        }
        else if (!queue.HasPending)
        {
            _interval = connection.RepeatDataFin();
        }

        connection.Push(now);
        if (connection.HasUnacknowledged && Deadline == Instant.Never)
        {
            Restart(now);
        }
    }

    /// <inheritdoc/>
    public void OnSubflowTimeout(Subflow subflow)
    {
    }

    /// <inheritdoc/>
    /// <remarks>__mptcp_retransmit_pending_data: everything in flight, on whatever subflow, goes again.</remarks>
    public void OnSubflowClosed(Subflow subflow) => connection.SendQueue.SendAllAgain();

    private void Restart(Instant now) => Deadline = TimerWheelRounding.Expiry(now, now + _interval, tcp.Tick, tcp.TickPhase);

    // mptcp_subflow_get_send computes this on its way: the longest time that is left of a live subflow's timer.
    private void LearnInterval(Instant now)
    {
        Duration longest = Duration.Zero;
        foreach (Subflow subflow in connection.Subflows)
        {
            bool counts = subflow.IsUsable && subflow.StaleCount == 0
                && subflow.Tcp.Sender.TimerPurpose != SenderTimerPurpose.None;
            if (counts)
            {
                longest = Duration.Max(longest, subflow.Tcp.Sender.Deadline - now);
            }
        }

        _interval = longest > Duration.Zero ? longest : config.RetransmissionFloor;
    }

    private Subflow? FindIdle()
    {
        Subflow? idle = null;
        Subflow? idleBackup = null;
        int leastStaleCount = int.MaxValue;
        foreach (Subflow subflow in connection.Subflows)
        {
            if (!subflow.IsUsable)
            {
                continue;
            }

            if (subflow.HasOutstanding)
            {
                CheckStale(subflow);
                leastStaleCount = Math.Min(leastStaleCount, subflow.StaleCount);
            }
            else if (subflow.IsBackup)
            {
                idleBackup ??= subflow;
            }
            else
            {
                idle ??= subflow;
            }
        }

        return idle ?? (leastStaleCount > 1 ? idleBackup : null);
    }

    private void CheckStale(Subflow subflow)
    {
        bool isSilent = subflow.CountStalePeriod();
        bool isTooLong = isSilent && config.StaleLossCount > 0 && subflow.StaleCount > config.StaleLossCount;
        if (!isTooLong || subflow.IsStale)
        {
            return;
        }

        int mostForAlternative = Math.Max(config.StaleLossCount - 1, 1);
        foreach (Subflow other in connection.Subflows)
        {
            if (other != subflow && other.IsActive && other.StaleCount < mostForAlternative)
            {
                subflow.MarkStale();
                connection.Counters.StaleSubflows++;
                connection.SendQueue.SendAllAgain();
                return;
            }
        }
    }
}
