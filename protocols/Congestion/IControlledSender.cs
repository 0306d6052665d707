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
}
