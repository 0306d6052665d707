using Protocols.Core;

namespace Protocols.Mptcp.Schedulers;

/// <summary>Decides which subflow carries the next data: Linux's mptcp_sched_ops. One object for each connection.</summary>
public interface IPacketScheduler
{
    /// <summary>The name by which users choose it.</summary>
    string Name { get; }

    /// <summary>
    /// Whether a burst is a hard limit. Mainline Linux gives a subflow whole fragments and looks at the burst in
    /// between; the out-of-tree stack cuts to the segment.
    /// </summary>
    bool SplitsFragments { get; }

    /// <summary>Whether there may be something to select for: by default, when data waits for a subflow.</summary>
    bool HasWork(MptcpConnection connection) => connection.SendQueue.HasPending;

    /// <summary>Picks a subflow for the data that waits. Asked again after each choice, until it is to wait.</summary>
    /// <param name="connection">The connection; <see cref="HasWork"/> has said that there is something.</param>
    /// <param name="now">The time now.</param>
    /// <returns>The subflow and how many bytes to give it before asking again; a null subflow to wait.</returns>
    SchedulerChoice Select(MptcpConnection connection, Instant now);
}
