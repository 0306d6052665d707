using System;
using Protocols.Core;

namespace Protocols.Mptcp.Schedulers;

/// <summary>
/// What the out-of-tree stack's schedulers have in common: one segment at a time, and what to do when the receiver's
/// window or the send buffer is full (mptcp_sched.c, 0.95: mptcp_next_segment).
/// </summary>
/// <remarks>
/// The stack may pass several segments at once, as many as fit into one buffer of the network card. Not modelled: the
/// answer to a DATA_FIN goes out on any subflow.
/// </remarks>
public abstract class SegmentScheduler : IPacketScheduler
{
    private readonly ReceiveBufferOptimization _optimization = new();

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public bool SplitsFragments => true;

    /// <inheritdoc/>
    public bool HasWork(MptcpConnection connection) =>
        connection.SendQueue.HasPending || IsApplicationBlocked(connection);

    /// <inheritdoc/>
    public SchedulerChoice Select(MptcpConnection connection, Instant now)
    {
        DataSendQueue queue = connection.SendQueue;
        if (!queue.TryPeek(out long start, out int length))
        {
            return UnblockApplication(connection, now);
        }

        bool isRepeated = start < queue.Next;
        Subflow? subflow = FindSubflow(connection, isRepeated ? start : -1, now);
        if (subflow is null)
        {
            return SchedulerChoice.Wait;
        }

        int segment = Math.Min(length, subflow.SegmentLength);
        bool isAllowed = isRepeated || queue.Allowed(start, segment) == segment;
        return isAllowed
            ? new SchedulerChoice(subflow, segment)
            : Optimize(connection, subflow, penalizes: true, now);
    }

    /// <summary>Picks a subflow for one segment.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="repeated">The offset of data that was sent before; negative for new data, or for none.</param>
    /// <param name="now">The time now.</param>
    /// <returns>Null to wait.</returns>
    protected abstract Subflow? FindSubflow(MptcpConnection connection, long repeated, Instant now);

    /// <summary>The oldest data holds back the rest: the subflow that has it is to be slowed down.</summary>
    protected virtual void OnBlocked()
    {
    }

    // sk_stream_wspace < sk_stream_min_wspace: less than half as much is free as is taken.
    private static bool IsApplicationBlocked(MptcpConnection connection)
    {
        DataSendQueue queue = connection.SendQueue;
        return queue.WriteEnd > queue.Unacknowledged
            && 2 * connection.WriteRoom < queue.WriteEnd - queue.Unacknowledged;
    }

    private SchedulerChoice UnblockApplication(MptcpConnection connection, Instant now)
    {
        Subflow? subflow = FindSubflow(connection, repeated: -1, now);
        return subflow is null
            ? SchedulerChoice.Wait
            : Optimize(connection, subflow, penalizes: connection.WriteRoom == 0, now);
    }

    private SchedulerChoice Optimize(MptcpConnection connection, Subflow subflow, bool penalizes, Instant now)
    {
        if (penalizes)
        {
            OnBlocked();
            _optimization.Penalize(connection, subflow, now);
        }

        return ReceiveBufferOptimization.Repeat(connection, subflow);
    }
}
