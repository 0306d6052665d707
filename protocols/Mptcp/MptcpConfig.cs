using Protocols.Core;

namespace Protocols.Mptcp;

/// <summary>
/// The tunables of a host's MPTCP: Linux's sysctls (net.mptcp.*; Documentation/networking/mptcp-sysctl.rst), path manager
/// endpoints and limits.
/// </summary>
public sealed record MptcpConfig
{
    /// <summary>checksum_enabled: whether this end asks for checksums of data (RFC 8684, 3.1, flag A).</summary>
    public bool Checksum { get; init; }

    /// <summary>
    /// allow_join_initial_addr_port: whether the peer may open further subflows to the address of the initial one; if
    /// not, it is told so (RFC 8684, 3.1, flag C).
    /// </summary>
    public bool AllowsJoinToInitialAddress { get; init; } = true;

    /// <summary>
    /// syn_retrans_before_tcp_fallback: how many retransmissions of a SYN carry MP_CAPABLE before it is left out.
    /// </summary>
    public int SynRetransmissionsBeforeFallback { get; init; } = 2;

    /// <summary>
    /// blackhole_timeout: for how long MPTCP is not tried after SYNs with it were lost; zero to try it always.
    /// </summary>
    public Duration BlackholeTimeout { get; init; } = Duration.FromSeconds(3600);

    /// <summary>
    /// close_timeout: how long a connection without subflows lives on, and one that nobody holds any more.
    /// </summary>
    public Duration CloseTimeout { get; init; } = Duration.FromSeconds(60);

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
    public EndpointTable Endpoints { get; init; } = new();

    /// <summary>How many subflows there may be beside the initial one (<c>ip mptcp limits set subflows</c>).</summary>
    public int ExtraSubflows { get; init; } = 8;

    /// <summary>
    /// How long the host is busy with one further subflow before it opens the next; 0 or more. Nothing but the order in which
    /// handshakes arrive depends on it: the packet scheduler sees subflows in that order.
    /// </summary>
    /// <remarks>
    /// The path manager connects one after the other (mptcp_pm_create_subflow_or_signal_addr). Between the SYNs of full meshes of four
    /// captures of Linux 6.18 lie 24 to 72 us, 42 us in the median, the handshake before among them (6 to 28 us).
    /// </remarks>
    public Duration OpeningTime { get; init; } = Duration.FromMicroseconds(30);

    /// <summary>How many announced addresses are accepted (<c>ip mptcp limits set add_addr_accepted</c>).</summary>
    public int AcceptedAddresses { get; init; } = 8;

    /// <summary>
    /// mptcp_rbuf_retr of the out-of-tree stack: whether a fast subflow repeats data that is late on a slow one, when
    /// that holds it back.
    /// </summary>
    public bool OpportunisticRetransmission { get; init; } = true;

    /// <summary>mptcp_rbuf_penal of the out-of-tree stack: what happens to the window of such a slow subflow.</summary>
    public PenalizationRule Penalization { get; init; } = PenalizationRule.EndsSlowStart;

    /// <summary>mptcp_ndiffports: how many subflows the path manager of that name opens in all.</summary>
    public int DifferentPorts { get; init; } = 2;

    /// <summary>
    /// add_addr_timeout: after how long an unanswered ADD_ADDR is sent again, at most; capped by the subflows' RTO. Zero
    /// for never.
    /// </summary>
    public Duration AddAddressTimeout { get; init; } = Duration.FromSeconds(120);
}
