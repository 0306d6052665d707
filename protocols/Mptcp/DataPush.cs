using System;
using Protocols.Core;
using Protocols.Mptcp.Schedulers;

namespace Protocols.Mptcp;

/// <summary>Gives waiting data to the subflows that the scheduler picks (__mptcp_push_pending).</summary>
internal sealed class DataPush(MptcpConnection connection, IPacketScheduler scheduler)
{
    /// <summary>
    /// Whether more follows behind what the subflows were given: a scheduler that gives single segments goes on as long as
    /// data waits. Mainline Linux gives a burst at a time, and marks its end with PSH (tcp_push).
    /// </summary>
    public bool IsMidWrite => scheduler.SplitsFragments && connection.SendQueue.HasPending;

    /// <summary>Pushes until nothing waits or the scheduler wants to wait.</summary>
    /// <returns>Whether anything was given.</returns>
    public bool Push(Instant now)
    {
        bool isPushed = false;
        while (connection.IsEstablished && scheduler.HasWork(connection))
        {
            SchedulerChoice choice = scheduler.Select(connection, now);
            if (choice.IsRepetition)
            {
                choice.Subflow!.Give(choice.RepeatFrom, choice.Burst);
                connection.SendQueue.OnRepeated(choice.Burst);
            }
            else if (choice.Subflow is not { } subflow || !GiveTo(subflow, choice.Burst))
            {
                break;
            }

            isPushed = true;
        }

        return isPushed;
    }

    /// <summary>
    /// The window is closed and nothing is in flight: repeats one old byte, so that the peer answers
    /// (mptcp_sendmsg_frag).
    /// </summary>
    public void ProbeWindow()
    {
        foreach (Subflow subflow in connection.Subflows)
        {
            if (subflow.IsActive && connection.SendQueue.Unacknowledged > 0)
            {
                subflow.Give(connection.SendQueue.Unacknowledged - 1, 1);
                return;
            }
        }
    }

    // One burst: the scheduler is asked again when it is used up, or the subflow takes no more.
    private bool GiveTo(Subflow subflow, int burst)
    {
        DataSendQueue queue = connection.SendQueue;
        bool isGiven = false;
        while (queue.TryPeek(out long start, out int length))
        {
            length = queue.Allowed(start, scheduler.SplitsFragments ? Math.Min(length, burst) : length);
            if (length == 0)
            {
                break;
            }

            subflow.Give(start, length);
            queue.OnGiven(start, length);
            burst -= length;
            isGiven = true;
            if (burst <= 0 || !subflow.HasSendRoom || !subflow.IsActive)
            {
                break;
            }
        }

        return isGiven;
    }
}
