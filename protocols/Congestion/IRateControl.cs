namespace Protocols.Congestion;

/// <summary>
/// A congestion control that is told delivery rates, sets the window itself in every state, and has its sender paced:
/// Linux's cong_control with SK_PACING_NEEDED.
/// </summary>
/// <remarks>
/// Proportional rate reduction, the decay of an unused window and the restart after idle time do not apply to it.
/// <see cref="ICongestionControl.Increase"/> is never called.
/// </remarks>
public interface IRateControl : ICongestionControl
{
    /// <summary>sk_pacing_rate: how fast to send, in bytes of payload per second; at least 1.</summary>
    long PacingRate { get; }

    /// <summary>How many windows the send buffer holds (sndbuf_expand).</summary>
    int SendBufferWindows { get; }

    /// <summary>An acknowledgment was processed: sets the window and the pacing rate.</summary>
    void Control(CongestionWindow window, in RateSample sample);
}
