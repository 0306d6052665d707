using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>
/// The sender that a congestion control steers, as far as controls may look at it: what Linux's modules read from
/// tcp_sock.
/// </summary>
public interface IControlledSender
{
    /// <summary>cwnd and ssthresh.</summary>
    CongestionWindow CongestionWindow { get; }

    /// <summary>How the sender sees the path (icsk_ca_state).</summary>
    CongestionState State { get; }

    /// <summary>The smoothed round-trip time; zero before the first sample, and so until the handshake is complete.</summary>
    Duration SmoothedRtt { get; }

    /// <summary>The retransmission timeout with its back-off.</summary>
    Duration Rto { get; }

    /// <summary>The smallest round-trip time seen; zero before the first sample.</summary>
    Duration MinimumRtt { get; }

    /// <summary>Packets in flight as the sender believes (tcp_packets_in_flight).</summary>
    int InFlight { get; }

    /// <summary>The payload of a full packet, in bytes (mss_cache).</summary>
    int MaximumPayload { get; }

    /// <summary>When pacing lets the next packet go; in the past when it may go at once (tcp_wstamp_ns).</summary>
    Instant NextDeparture { get; }

    /// <summary>Whether the application has recently had nothing to send (app_limited).</summary>
    bool IsAppLimited { get; }

    /// <summary>Takes all rates until what is now in flight is delivered for limited by the application.</summary>
    void LimitByApplication();
}
