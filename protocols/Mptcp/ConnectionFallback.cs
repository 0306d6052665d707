using System;

namespace Protocols.Mptcp;

/// <summary>Whether a connection is plain TCP after all, and whether it still may become it (RFC 8684, 3.7).</summary>
/// <remarks>
/// Read __mptcp_try_fallback in Linux. Once a second subflow has joined, or data was sent twice at the data level, the
/// stream of no subflow is the data any more, and only a reset is left. <see cref="Forbid"/> is Linux's
/// allow_infinite_fallback, <see cref="AllowsSubflows"/> its allow_subflows.
/// </remarks>
internal sealed class ConnectionFallback(MptcpConnection connection, Action mapPlainly)
{
    private bool _isForbidden;

    /// <summary>Why the connection fell back; none when it did not.</summary>
    public FallbackReason Reason { get; private set; }

    /// <summary>Whether it is plain TCP.</summary>
    public bool IsDone => Reason != FallbackReason.None;

    /// <summary>Whether it may fall back still.</summary>
    public bool IsAllowed => !_isForbidden;

    /// <summary>Whether subflows may join still.</summary>
    public bool AllowsSubflows { get; private set; } = true;

    /// <summary>The stream of the first subflow is no longer the data.</summary>
    public void Forbid() => _isForbidden = true;

    /// <summary>Data was damaged on the only subflow: no other may join from now on.</summary>
    /// <returns>False when it is not the only one: falling back is no way out.</returns>
    public bool RefuseSubflows()
    {
        if (_isForbidden)
        {
            return false;
        }

        AllowsSubflows = false;
        return true;
    }

    /// <summary>Goes on as plain TCP on the only subflow.</summary>
    /// <returns>False when that cannot be: the subflow is to be reset.</returns>
    public bool Try(FallbackReason reason)
    {
        if (IsDone)
        {
            return true;
        }

        if (_isForbidden || connection.ReceiveQueue.OutOfOrderBytes > 0)
        {
            return false;
        }

        Reason = reason;
        AllowsSubflows = false;
        mapPlainly();
        return true;
    }
}
