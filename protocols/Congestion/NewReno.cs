using System;
using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>
/// TCP's standard congestion control (RFC 5681), as Linux's <c>reno</c> (tcp_cong.c, tcp_reno_cong_avoid).
/// </summary>
/// <remarks>Recovery itself (RFC 6582, 6675, 6937) is the sender's business and the same for all controls.</remarks>
public sealed class NewReno : ICongestionControl
{
    /// <inheritdoc/>
    public string Name => "reno";

    /// <inheritdoc/>
    public void OnAcknowledged(CongestionWindow window, in AckSample sample)
    {
    }

    /// <inheritdoc/>
    public void Increase(CongestionWindow window, in AckSample sample)
    {
        int acked = window.GrowInSlowStart(in sample);
        if (acked == 0)
        {
            return;
        }

        window.Increase(window.Packets, acked);
    }

    /// <inheritdoc/>
    public int ThresholdAfterLoss(CongestionWindow window) => Math.Max(window.Packets >> 1, 2);

    /// <inheritdoc/>
    public void OnTimeout(CongestionWindow window)
    {
    }

    /// <inheritdoc/>
    public void OnTransmitStart(Instant now, Instant lastSent)
    {
    }
}
