using System;
using System.Collections.Generic;
using Protocols.Core;

namespace Protocols.Mptcp.Schedulers;

/// <summary>
/// The out-of-tree stack's round robin: a segment for each subflow with room in turn (mptcp_rr.c with num_segments = 1
/// and cwnd_limited = 1).
/// </summary>
/// <remarks>A subflow without room misses its turn. Of those whose turn it is, the last one in the list is next.</remarks>
public sealed class RoundRobin : IPacketScheduler
{
    private readonly HashSet<Subflow> _served = [];

    /// <inheritdoc/>
    public string Name => "round-robin";

    /// <inheritdoc/>
    public bool SplitsFragments => true;

    /// <inheritdoc/>
    public SchedulerChoice Select(MptcpConnection connection, Instant now)
    {
        DataSendQueue queue = connection.SendQueue;
        queue.TryPeek(out long start, out int length);
        bool isRepeated = start < queue.Next;
        Subflow? subflow = isRepeated ? FindForRepeated(connection, start) : FindNext(connection);
        if (subflow is null)
        {
            return SchedulerChoice.Wait;
        }

        int segment = Math.Min(length, subflow.SegmentLength);
        if (!isRepeated && queue.Allowed(start, segment) < segment)
        {
            return SchedulerChoice.Wait;
        }

        if (!isRepeated)
        {
            _served.Add(subflow);
        }

        return new SchedulerChoice(subflow, segment);
    }

    private Subflow? FindNext(MptcpConnection connection)
    {
        Subflow? next = FindUnserved(connection, out bool isSomeAvailable);
        if (next is null && isSomeAvailable)
        {
            // The round is over for all that have room.
            _served.RemoveWhere(SubflowAvailability.IsAvailable);
            next = FindUnserved(connection, out _);
        }

        return next;
    }

    private Subflow? FindUnserved(MptcpConnection connection, out bool isSomeAvailable)
    {
        Subflow? next = null;
        isSomeAvailable = false;
        foreach (Subflow subflow in connection.Subflows)
        {
            if (SubflowAvailability.IsAvailable(subflow))
            {
                isSomeAvailable = true;
                next = _served.Contains(subflow) ? next : subflow;
            }
        }

        return next;
    }

    private static Subflow? FindForRepeated(MptcpConnection connection, long start)
    {
        Subflow? unused = null;
        Subflow? used = null;
        foreach (Subflow subflow in connection.Subflows)
        {
            if (SubflowAvailability.IsAvailable(subflow))
            {
                ref Subflow? place = ref subflow.Carries(start) ? ref used : ref unused;
                place = subflow;
            }
        }

        return unused ?? used;
    }
}
