using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// The tunables of a host's TCP, named and preset as Linux's sysctls (net.ipv4.*;
/// Documentation/networking/ip-sysctl.rst).
/// </summary>
public sealed record TcpConfig
{
    /// <summary>Linux 6.18's defaults.</summary>
    public static TcpConfig Default { get; } = new();

    /// <summary>
    /// tcp_rto_min_us: the least distance of the retransmission timeout above the smoothed round-trip time.
    /// </summary>
    public Duration RtoMinimum { get; init; } = Duration.FromMilliseconds(200);

    /// <summary>TCP_RTO_MAX: where exponential back-off ends.</summary>
    public Duration RtoMaximum { get; init; } = Duration.FromSeconds(120);

    /// <summary>TCP_TIMEOUT_INIT: the timeout before the first round-trip sample (RFC 6298, 2.1).</summary>
    public Duration InitialRto { get; init; } = Duration.FromSeconds(1);

    /// <summary>tcp_syn_retries: how often a SYN is sent again, beside <see cref="SynLinearTimeouts"/>.</summary>
    public int SynRetries { get; init; } = 6;

    /// <summary>tcp_syn_linear_timeouts: how many timeouts of a SYN come before those that back off.</summary>
    public int SynLinearTimeouts { get; init; } = 4;

    /// <summary>tcp_synack_retries: how often a SYN/ACK is sent again.</summary>
    public int SynAckRetries { get; init; } = 5;

    /// <summary>tcp_retries2: after how many timeouts in a row an established connection gives up.</summary>
    public int Retries2 { get; init; } = 15;

    /// <summary>tcp_orphan_retries: the same when the application has closed; 0 stands for 8.</summary>
    public int OrphanRetries { get; init; }

    /// <summary>
    /// tcp_ecn: 0 never uses explicit congestion notification (RFC 3168), 1 asks for it, 2 grants it when asked.
    /// </summary>
    public int Ecn { get; init; } = 2;

    /// <summary>tcp_frto: whether a timeout is doubted until the loss is certain (RFC 5682).</summary>
    public bool ForwardRto { get; init; } = true;

    /// <summary>TCP_INIT_CWND: the initial window, in packets (RFC 6928).</summary>
    public int InitialWindow { get; init; } = 10;

    /// <summary>tcp_sack: whether selective acknowledgments are used (RFC 2018).</summary>
    public bool Sack { get; init; } = true;

    /// <summary>tcp_timestamps: whether the timestamps option is used (RFC 7323).</summary>
    public bool Timestamps { get; init; } = true;

    /// <summary>tcp_window_scaling: whether windows are scaled (RFC 7323).</summary>
    public bool WindowScaling { get; init; } = true;

    /// <summary>tcp_early_retrans at 3: whether tail loss probes are sent (RFC 8985, 7).</summary>
    public bool TailLossProbes { get; init; } = true;

    /// <summary>
    /// tcp_slow_start_after_idle: whether the window shrinks after an idle time (RFC 9293, 3.8.2; RFC 5681, 4.1).
    /// </summary>
    public bool SlowStartAfterIdle { get; init; } = true;

    /// <summary>
    /// net.core.default_qdisc at fq: whether the packets of every connection are spaced by its pacing rate.
    /// </summary>
    public bool Pacing { get; init; }

    /// <summary>
    /// Whether the last of several segments that are handed down together carries PSH (<see cref="GsoPacket"/>): __tcp_transmit_skb
    /// of Linux 6.18 sets it, that of 4.19, on which the paper's stack stands, does not.
    /// </summary>
    public bool PushesGsoPackets { get; init; } = true;

    /// <summary>
    /// tcp_limit_output_bytes: what a connection may have at most in the queue of its host's own interface, in bytes of the
    /// kernel's memory (<see cref="SmallQueue"/>).
    /// </summary>
    public long LimitOutputBytes { get; init; } = 4 << 20;

    /// <summary>tcp_moderate_rcvbuf: whether the receive buffer grows with the flow.</summary>
    public bool ModerateReceiveBuffer { get; init; } = true;

    /// <summary>tcp_rmem[1]: the receive buffer at the start, in bytes of memory.</summary>
    public long ReceiveBuffer { get; init; } = 131_072;

    /// <summary>tcp_rmem[2]: what the receive buffer may grow to, in bytes of memory.</summary>
    public long ReceiveBufferMaximum { get; init; } = 33_554_432;

    /// <summary>tcp_wmem[1]: the send buffer at the start, in bytes of memory.</summary>
    public long SendBuffer { get; init; } = 16_384;

    /// <summary>tcp_wmem[2]: what the send buffer may grow to, in bytes of memory.</summary>
    public long SendBufferMaximum { get; init; } = 4_194_304;

    /// <summary>tcp_fin_timeout: how long a closed connection waits for the peer's FIN.</summary>
    public Duration FinTimeout { get; init; } = Duration.FromSeconds(60);

    /// <summary>
    /// 1/HZ, the tick of the kernel's timers (<see cref="TimerWheelRounding"/>); zero for timers that fire exactly.
    /// </summary>
    public Duration Tick { get; init; }

    /// <summary>For how long the host had been counting ticks when the simulation began: a host is not switched on with it.</summary>
    public Duration TickPhase { get; init; }

    /// <summary>tcp_comp_sack_delay_ns: how long an acknowledgment beside a gap waits for company, at most.</summary>
    public Duration SackCompressionDelay { get; init; } = Duration.FromMilliseconds(1);

    /// <summary>tcp_comp_sack_nr: how many acknowledgments beside a gap become one, at most; 0 for none.</summary>
    public int SackCompressionLimit { get; init; } = 44;

    /// <summary>TCP_TIMEWAIT_LEN: how long TIME-WAIT lasts.</summary>
    public Duration TimeWait { get; init; } = Duration.FromSeconds(60);
}
