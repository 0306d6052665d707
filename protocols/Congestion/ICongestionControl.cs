using System;
using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>
/// Decides how fast one TCP sender may send: Linux's tcp_congestion_ops, one object for each connection or subflow.
/// </summary>
public interface ICongestionControl
{
    /// <summary>The name by which users choose it, such as <c>cubic</c>.</summary>
    string Name { get; }

    /// <summary>New data was acknowledged, in any state: the place to learn round-trip times (pkts_acked).</summary>
    void OnAcknowledged(CongestionWindow window, in AckSample sample);

    /// <summary>The window may grow: new data was acknowledged outside of a reduction (cong_avoid).</summary>
    void Increase(CongestionWindow window, in AckSample sample);

    /// <summary>
    /// A loss was found: what the slow start threshold is to become, in packets, at least 1 (ssthresh).
    /// </summary>
    int ThresholdAfterLoss(CongestionWindow window);

    /// <summary>A reduction was needless: what the window is to be again, in packets (undo_cwnd).</summary>
    /// <param name="window">The window now.</param>
    /// <param name="priorPackets">The window before the reduction.</param>
    int WindowAfterUndo(CongestionWindow window, int priorPackets) => Math.Max(window.Packets, priorPackets);

    /// <summary>
    /// The retransmission timer expired and the sender enters the Loss state (set_state with TCP_CA_Loss).
    /// </summary>
    void OnTimeout(CongestionWindow window);

    /// <summary>Sending starts again after nothing was in flight (CA_EVENT_TX_START).</summary>
    /// <param name="now">The time now.</param>
    /// <param name="lastSent">When data was last sent.</param>
    void OnTransmitStart(Instant now, Instant lastSent);
}
