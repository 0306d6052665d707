namespace Protocols.Mptcp.Schedulers;

/// <summary>Decides which subflow carries the next data: Linux's mptcp_sched_ops.</summary>
public interface IPacketScheduler
{
    /// <summary>The name by which users choose it.</summary>
    string Name { get; }

    /// <summary>
    /// Whether a burst is a hard limit. Mainline Linux gives a subflow whole fragments and looks at the burst in
    /// between; the out-of-tree stack cuts to the segment.
    /// </summary>
    bool SplitsFragments { get; }

    /// <summary>Picks a subflow for the data that waits.</summary>
    /// <param name="connection">The connection; something waits.</param>
    /// <returns>The subflow and how many bytes to give it before asking again; a null subflow to wait.</returns>
    SchedulerChoice Select(MptcpConnection connection);
}

/// <summary>What a scheduler decided.</summary>
/// <param name="Subflow">The subflow; null to wait until something changes.</param>
/// <param name="Burst">How many bytes to give it before asking again; at least 1 with a subflow.</param>
public readonly record struct SchedulerChoice(Subflow? Subflow, int Burst)
{
    /// <summary>Wait.</summary>
    public static SchedulerChoice Wait => default;
}
