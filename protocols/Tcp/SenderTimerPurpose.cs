namespace Protocols.Tcp;

/// <summary>What the sender waits for (Linux's icsk_pending): one timer, one purpose at a time.</summary>
public enum SenderTimerPurpose : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The retransmission timeout (ICSK_TIME_RETRANS).</summary>
    Retransmission,

    /// <summary>A tail loss probe (ICSK_TIME_LOSS_PROBE).</summary>
    LossProbe,

    /// <summary>The end of RACK's reordering window (ICSK_TIME_REO_TIMEOUT).</summary>
    Reordering,

    /// <summary>A zero-window probe (ICSK_TIME_PROBE0).</summary>
    WindowProbe,
}
