using System;
using Protocols.Core;

namespace Protocols.Mptcp;

/// <summary>
/// A host's memory of SYNs with MP_CAPABLE that were lost where SYNs without it were not (mptcp_active_disable in
/// net/mptcp/ctrl.c).
/// </summary>
/// <remarks>
/// From then on MPTCP is not tried for <see cref="MptcpConfig.BlackholeTimeout"/>, twice as long at each repetition, at
/// most 64 times as long; a connection that succeeds ends it.
/// </remarks>
public sealed class BlackholeDetection
{
    private const int MostDoublings = 6;

    private int _times;
    private Instant _disabledAt;

    /// <summary>How often a blackhole was found since MPTCP last worked (MIB Blackhole).</summary>
    public int Times => _times;

    /// <summary>Whether a new connection must not ask for MPTCP now.</summary>
    public bool IsDisabled(Duration timeout, Instant now) =>
        _times > 0 && now < _disabledAt + timeout * (1L << Math.Min(_times - 1, MostDoublings));

    /// <summary>A SYN without MP_CAPABLE was answered, after several with it were not.</summary>
    public void OnBlackhole(Duration timeout, Instant now)
    {
        if (timeout > Duration.Zero)
        {
            _disabledAt = now;
            _times++;
        }
    }

    /// <summary>A connection became MPTCP.</summary>
    public void OnSuccess() => _times = 0;
}
