using System.Collections.Generic;
using Protocols.Core;

namespace Protocols.Mptcp.Reinjection;

/// <summary>
/// The out-of-tree stack's rule: at every timeout of a subflow, all it had in flight is given to the others
/// (mptcp_reinject_data).
/// </summary>
/// <remarks>
/// The subflow is not scheduled again until it makes progress. Read mptcp_output.c of the out-of-tree patch, 0.95.
/// </remarks>
public sealed class TimeoutReinjection(MptcpConnection connection, MptcpConfig config) : IReinjection
{
    private readonly Dictionary<Subflow, long> _reinjected = [];

    /// <inheritdoc/>
    public Instant Deadline { get; private set; } = Instant.Never;

    /// <inheritdoc/>
    public void OnPushed(Instant now)
    {
        if (Deadline == Instant.Never)
        {
            Rearm(now);
        }
    }

    /// <inheritdoc/>
    public void OnDataAck(Instant now) => Rearm(now);

    /// <inheritdoc/>
    public void OnTimer(Instant now)
    {
        // Data is repeated by the subflows that have it; what only the connection can repeat is its end and the window
        // probe.
        if (connection.SendQueue.IsAllAcknowledged)
        {
            connection.RepeatDataFin();
        }
        else if (connection.SendQueue.Unacknowledged == connection.SendQueue.Next)
        {
            connection.Sending.ProbeWindow();
        }

        Rearm(now);
    }

    /// <inheritdoc/>
    public void OnSubflowTimeout(Subflow subflow)
    {
        // What was given back at an earlier timeout is not given back again (MPTCP_REINJECT).
        subflow.IsPotentiallyFailed = true;
        subflow.Reinject(_reinjected.GetValueOrDefault(subflow));
        _reinjected[subflow] = subflow.Tcp.Sender.WriteEnd;
    }

    private void Rearm(Instant now) =>
        Deadline = connection.HasUnacknowledged ? now + config.RetransmissionFloor : Instant.Never;
}
