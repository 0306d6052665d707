using System;
using System.Collections.Generic;
using Protocols.Core;

namespace Protocols.Mptcp.Schedulers;

/// <summary>
/// The out-of-tree stack's redundant scheduler (Frömmgen et al., ICC 2016): every subflow that is no backup walks
/// through all data that is not acknowledged yet (mptcp_redundant.c, 0.95).
/// </summary>
/// <remarks>
/// A subflow that is behind repeats what others have sent, and skips what is acknowledged meanwhile: the connection is
/// as fast as the fastest subflow, and each byte arrives by the one that has it first.
/// </remarks>
public sealed class Redundant : IPacketScheduler
{
    private readonly Dictionary<Subflow, long> _positions = [];
    private int _next;

    /// <inheritdoc/>
    public string Name => "redundant";

    /// <inheritdoc/>
    public bool SplitsFragments => true;

    /// <inheritdoc/>
    public bool HasWork(MptcpConnection connection) => !connection.SendQueue.IsAllAcknowledged;

    /// <inheritdoc/>
    public SchedulerChoice Select(MptcpConnection connection, Instant now)
    {
        DataSendQueue queue = connection.SendQueue;
        if (queue.TryPeek(out long start, out int length) && start < queue.Next)
        {
            Subflow? subflow = SubflowAvailability.Find(connection, start);
            return subflow is null
                ? SchedulerChoice.Wait
                : new SchedulerChoice(subflow, Math.Min(length, subflow.SegmentLength));
        }

        int count = connection.Subflows.Count;
        for (int i = 0; i < count; i++)
        {
            int index = (_next + i) % count;
            SchedulerChoice choice = Continue(connection, connection.Subflows[index]);
            if (choice.Subflow is not null)
            {
                _next = index + 1;
                return choice;
            }
        }

        return SchedulerChoice.Wait;
    }

    // The next segment for one subflow: what others have sent, or new data.
    private SchedulerChoice Continue(MptcpConnection connection, Subflow subflow)
    {
        DataSendQueue queue = connection.SendQueue;
        long position = Math.Max(_positions.GetValueOrDefault(subflow), queue.Unacknowledged);
        if (!SubflowAvailability.IsAvailable(subflow))
        {
            return SchedulerChoice.Wait;
        }

        if (position < queue.Next)
        {
            int old = (int)Math.Min(queue.Next - position, subflow.SegmentLength);
            return subflow.IsBackup ? SchedulerChoice.Wait : Choose(subflow, position, old, isRepetition: true);
        }

        int segment = queue.TryPeek(out _, out int length) ? Math.Min(length, subflow.SegmentLength) : 0;
        bool isAllowed = segment > 0 && queue.Allowed(position, segment) == segment
            && !(subflow.IsBackup && HasActive(connection));
        return isAllowed ? Choose(subflow, position, segment, isRepetition: false) : SchedulerChoice.Wait;
    }

    private SchedulerChoice Choose(Subflow subflow, long position, int length, bool isRepetition)
    {
        _positions[subflow] = position + length;
        return new SchedulerChoice(subflow, length, isRepetition ? position : -1);
    }

    private static bool HasActive(MptcpConnection connection)
    {
        foreach (Subflow subflow in connection.Subflows)
        {
            if (!subflow.IsBackup && SubflowAvailability.MayCarry(subflow))
            {
                return true;
            }
        }

        return false;
    }
}
