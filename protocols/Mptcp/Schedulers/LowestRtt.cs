using Protocols.Core;

namespace Protocols.Mptcp.Schedulers;

/// <summary>
/// The out-of-tree stack's default: of the subflows with room in their congestion window, the one with the lowest
/// round-trip time (mptcp_sched.c, 0.95).
/// </summary>
/// <remarks>
/// A subflow that had a timeout without progress since is not available, and a backup only when no other is. What was
/// lost on one subflow goes to another, if there is one that has not carried it.
/// </remarks>
public sealed class LowestRtt : SegmentScheduler
{
    /// <inheritdoc/>
    public override string Name => "lowest-rtt";

    /// <inheritdoc/>
    protected override Subflow? FindSubflow(MptcpConnection connection, long repeated, Instant now) =>
        SubflowAvailability.Find(connection, repeated);
}
