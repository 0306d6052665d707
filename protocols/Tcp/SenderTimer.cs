using Protocols.Core;

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

/// <summary>The sender's timer with its exponential back-off (RFC 6298, 5).</summary>
public struct SenderTimer
{
    /// <summary>What it is set for.</summary>
    public SenderTimerPurpose Purpose { get; private set; }

    /// <summary>When it expires; <see cref="Instant.Never"/> when it is not set.</summary>
    public readonly Instant Deadline => Purpose == SenderTimerPurpose.None ? Instant.Never : _deadline;

    /// <summary>icsk_backoff: how many times in a row the timeout was doubled.</summary>
    public int Doublings { get; private set; }

    private Instant _deadline;

    /// <summary>Sets it.</summary>
    public void Set(SenderTimerPurpose purpose, Instant deadline)
    {
        Purpose = purpose;
        _deadline = deadline;
    }

    /// <summary>Stops it.</summary>
    public void Stop() => Purpose = SenderTimerPurpose.None;

    /// <summary>The timeout after back-off.</summary>
    public readonly Duration Backed(Duration rto, Duration maximum)
    {
        Duration backed = rto;
        for (int i = 0; i < Doublings && backed < maximum; i++)
        {
            backed += backed;
        }

        return Duration.Min(backed, maximum);
    }

    /// <summary>RFC 6298, 5.5: back off the timer.</summary>
    public void BackOff() => Doublings++;

    /// <summary>RFC 6298, 5.7: new data was acknowledged; no more back-off.</summary>
    public void ClearBackoff() => Doublings = 0;
}
