using Protocols.Core;

namespace Protocols.Mptcp;

/// <summary>
/// MP_FAIL on a connection with one subflow: data was damaged on the way, and the two ends agree to go on without mappings
/// (RFC 8684, 3.7).
/// </summary>
/// <remarks>
/// Read mptcp_subflow_fail, mptcp_pm_mp_fail_received and mptcp_mp_fail_no_response in Linux. The end that saw the damage
/// says MP_FAIL and waits for one in return; the other end answers, and puts what it sends next under an infinite mapping.
/// </remarks>
internal sealed class ConnectionFailing(MptcpConnection connection, Duration patience)
{
    private Subflow? _waiting;

    /// <summary>When the answer is overdue.</summary>
    public Instant Deadline { get; private set; } = Instant.Never;

    /// <summary>This end saw damage on the first subflow.</summary>
    /// <returns>False when there were others: the subflow is to be reset.</returns>
    public bool Begin(Subflow subflow, Instant now)
    {
        if (!connection.Fallback.RefuseSubflows())
        {
            return false;
        }

        _waiting = subflow;
        Deadline = now + patience;
        subflow.Tcp.DemandAck();
        return true;
    }

    /// <summary>The peer said MP_FAIL.</summary>
    public void OnFail(Subflow subflow)
    {
        if (!connection.Fallback.RefuseSubflows())
        {
            return;
        }

        if (_waiting is null)
        {
            subflow.Signals.SendFail();
            subflow.Signals.SendsInfiniteMapping = true;
            subflow.Tcp.DemandAck();
        }
        else
        {
            Stop();
        }
    }

    /// <summary>The answer has not come.</summary>
    public void OnTimer()
    {
        _waiting!.Reset(ResetReason.Middlebox);
        Stop();
    }

    private void Stop()
    {
        _waiting = null;
        Deadline = Instant.Never;
    }
}
