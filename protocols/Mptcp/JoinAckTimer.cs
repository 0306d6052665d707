using Protocols.Core;

namespace Protocols.Mptcp;

/// <summary>
/// When the third packet of an MP_JOIN is said again, because the fourth has not come (RFC 8684, 3.2;
/// schedule_3rdack_retransmission).
/// </summary>
internal struct JoinAckTimer
{
    // TCP_TIMEOUT_INIT.
    private static readonly Duration _withoutSample = Duration.FromSeconds(1);

    private bool _isRunning;
    private Instant _deadline;

    /// <summary>When; never while it is stopped.</summary>
    public readonly Instant Deadline => _isRunning ? _deadline : Instant.Never;

    /// <summary>The packet is being sent: waits two round trips, or one second when none was measured.</summary>
    public void Start(Duration smoothedRtt, Instant now)
    {
        _isRunning = true;
        _deadline = now + (smoothedRtt > Duration.Zero ? smoothedRtt * 2 : _withoutSample);
    }

    /// <summary>The fourth packet has come.</summary>
    public void Stop() => _isRunning = false;
}
