using System;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>How subflows leave a connection, and how the connection ends when it does not end by its data.</summary>
/// <remarks>
/// Read __mptcp_close_ssk, mptcp_pm_rm_addr_or_subflow, mptcp_check_fastclose and mptcp_close_tout_expired in Linux. A
/// connection whose last subflow is gone waits for another one, as long as neither end has closed it.
/// </remarks>
internal sealed class ConnectionClosing(
    MptcpConnection connection, SubflowSet subflows, DataClose close, IMptcpEnvironment environment)
{
    private bool _isOrphan;

    /// <summary>When the connection is given up.</summary>
    public Instant Deadline { get; private set; } = Instant.Never;

    /// <summary>Whether subflows are reset with MP_FASTCLOSE.</summary>
    public bool SendsFastClose { get; private set; }

    /// <summary>
    /// Nobody holds the connection any more: what was written is delivered, but not for ever. The time begins when all of
    /// it was given to subflows: a simulated application may have written more than any buffer takes.
    /// </summary>
    public void Orphan() => _isOrphan = true;

    /// <summary>Something happened: looks whether time runs out from now on, or a subflow was closed by the peer.</summary>
    public void Check(Instant now)
    {
        if (_isOrphan && Deadline == Instant.Never && !connection.SendQueue.HasPending && !connection.IsFallback)
        {
            Deadline = now + connection.Config.CloseTimeout;
        }

        // subflow_sched_work_if_closed: a FIN on one subflow, while the connection goes on, closes that subflow.
        if (close.IsOpen && !connection.IsFallback)
        {
            CloseWhere(subflow => subflow.Tcp.State == TcpState.CloseWait, now);
        }
    }

    /// <summary>Ends the connection at once: MP_FASTCLOSE on resets of all subflows (RFC 8684, 3.5).</summary>
    public void Abort(TcpFailure failure)
    {
        SendsFastClose = true;
        subflows.Abort(except: null);
        connection.End(failure);
    }

    /// <summary>The peer has ended the connection at once: all subflows are reset, plainly.</summary>
    /// <param name="reset">The subflow that the peer has reset itself; null when it has not.</param>
    public void OnFastClose(Subflow? reset)
    {
        subflows.Abort(except: reset);
        connection.End(connection.IsEstablished ? TcpFailure.Reset : TcpFailure.Refused);
    }

    /// <summary>The peer has taken back an address: its subflows are closed (RFC 8684, 3.4.2).</summary>
    public void OnAddressRemoved(byte remoteId, Instant now)
    {
        bool hadJoins = false;
        foreach (Subflow subflow in subflows.Present)
        {
            hadJoins |= IsHeld(subflow) && subflow.RemoteId == remoteId && subflow.IsInitiator && !subflow.IsInitial;
        }

        CloseWhere(subflow => subflow.RemoteId == remoteId, now);
        connection.PathManager.OnAddressRemoved(remoteId, hadJoins, now);
    }

    /// <summary>Closes the subflows that start at a local address (mptcp_pm_rm_subflow).</summary>
    public void CloseFrom(byte localId, Instant now) => CloseWhere(subflow => subflow.LocalId == localId, now);

    /// <summary>Takes out the subflows whose TCP connections are over.</summary>
    /// <returns>Whether there were any.</returns>
    public bool RemoveClosed(Instant now)
    {
        bool isRemoved = false;
        while (subflows.TakeClosed() is { } subflow)
        {
            isRemoved = true;
            subflow.Tcp.ClosedAt ??= now;
            environment.Remove(subflow);
            connection.Space.Sync();
            (subflow.Tcp.Sender.CongestionControl as CoupledControl)?.Leave();
            if (!subflow.IsDetached)
            {
                connection.SubflowEvents.OnGone(subflow, now);
            }

            if (subflows.Present.Count == 0)
            {
                OnLastGone(subflow, now);
            }
        }

        return isRemoved;
    }

    /// <summary>The deadline has come.</summary>
    public void OnTimer()
    {
        Deadline = Instant.Never;
        Abort(TcpFailure.TimedOut);
    }

    /// <summary>A subflow was added: the connection lives.</summary>
    public void OnSubflowAdded() => Deadline = _isOrphan ? Deadline : Instant.Never;

    private static bool IsHeld(Subflow subflow) => !subflow.IsDetached && !subflow.IsReset;

    private void CloseWhere(Predicate<Subflow> predicate, Instant now)
    {
        for (int i = subflows.Present.Count - 1; i >= 0; i--)
        {
            Subflow subflow = subflows.Present[i];
            if (IsHeld(subflow) && predicate(subflow))
            {
                subflow.Detach();
                connection.SubflowEvents.OnGone(subflow, now);
            }
        }
    }

    private void OnLastGone(Subflow last, Instant now)
    {
        bool mayReturn = connection.IsEstablished && !connection.IsFallback && close.IsOpen;
        if (close.IsComplete)
        {
            connection.End(TcpFailure.None);
        }
        else if (mayReturn)
        {
            Deadline = now + connection.Config.CloseTimeout;
        }
        else
        {
            connection.End(last.Tcp.Failure);
        }
    }
}
