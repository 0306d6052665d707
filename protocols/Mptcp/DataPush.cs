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

        ProbeWindow(now);
        return isPushed;
    }

    /// <summary>
    /// If the window is closed and nothing is in flight that would tell of its opening: repeats one old byte, which the
    /// subflow's TCP then presses upon the peer (mptcp_sendmsg_frag).
    /// </summary>
    public void ProbeWindow(Instant now)
    {
        DataSendQueue queue = connection.SendQueue;
        bool isShut = queue.HasPending && queue.Unacknowledged == queue.Next && queue.WindowEnd <= queue.Next;
        if (!isShut || queue.Unacknowledged == 0 || connection.IsFallback)
        {
            return;
        }

        Subflow? subflow = scheduler.Select(connection, now).Subflow;
        if (subflow is { HasOutstanding: false })
        {
            subflow.Give(queue.Unacknowledged - 1, 1);
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
