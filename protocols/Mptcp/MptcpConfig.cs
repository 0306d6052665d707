using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>The tunables of a host's MPTCP: Linux's sysctls (net.mptcp.*), path manager endpoints and limits.</summary>
public sealed record MptcpConfig
{
    /// <summary>
    /// stale_loss_cnt: after how many periods without progress a subflow is taken for stale; 0 for never.
    /// </summary>
    public int StaleLossCount { get; init; } = 4;

    /// <summary>
    /// How long the retransmission timer of the connection waits when no subflow's timer is pending (TCP_RTO_MIN).
    /// </summary>
    public Duration RetransmissionFloor { get; init; } = Duration.FromMilliseconds(200);

    /// <summary>Which rule sends data again on another subflow.</summary>
    public ReinjectionRule Reinjection { get; init; } = ReinjectionRule.StaleSubflows;

    /// <summary>The local addresses that may take part, in order (<c>ip mptcp endpoint</c>).</summary>
    public IReadOnlyList<MptcpEndpoint> Endpoints { get; init; } = [];

    /// <summary>How many subflows there may be beside the initial one (<c>ip mptcp limits set subflows</c>).</summary>
    public int ExtraSubflows { get; init; } = 8;

    /// <summary>How many announced addresses are accepted (<c>ip mptcp limits set add_addr_accepted</c>).</summary>
    public int AcceptedAddresses { get; init; } = 8;

    /// <summary>
    /// mptcp_rbuf_retr of the out-of-tree stack: whether a fast subflow repeats data that is late on a slow one, when
    /// that holds it back.
    /// </summary>
    public bool OpportunisticRetransmission { get; init; } = true;

    /// <summary>mptcp_rbuf_penal of the out-of-tree stack: whether the window of such a slow subflow is halved.</summary>
    public bool Penalization { get; init; } = true;

    /// <summary>mptcp_ndiffports: how many subflows the path manager of that name opens in all.</summary>
    public int DifferentPorts { get; init; } = 2;

    /// <summary>
    /// add_addr_timeout: after how long an unanswered ADD_ADDR is sent again, at most; capped by the subflows' RTO.
    /// </summary>
    public Duration AddAddressTimeout { get; init; } = Duration.FromSeconds(120);
}

/// <summary>When data that was sent on one subflow is sent again on another.</summary>
public enum ReinjectionRule
{
    /// <summary>
    /// Mainline Linux: one fragment at each expiry of the connection's timer, everything once a subflow is stale.
    /// </summary>
    StaleSubflows,

    /// <summary>
    /// The out-of-tree stack (v0.8x to 0.95): everything a subflow had in flight, at each of its timeouts.
    /// </summary>
    EveryTimeout,
}

/// <summary>A local address with what the path manager may do with it (<c>ip mptcp endpoint add</c>).</summary>
/// <param name="Id">The address identifier, 1 to 255; the address of the initial subflow always has 0.</param>
/// <param name="Address">The address.</param>
/// <param name="Subflow">Flag <c>subflow</c>: open subflows from it.</param>
/// <param name="FullMesh">Flag <c>fullmesh</c>: to every address of the peer.</param>
/// <param name="Signal">Flag <c>signal</c>: announce it to the peer.</param>
/// <param name="Backup">Flag <c>backup</c>: its subflows are used only when no other is left.</param>
public readonly record struct MptcpEndpoint(
    byte Id, IpAddress Address, bool Subflow, bool FullMesh, bool Signal, bool Backup);
