using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>How long a connection that this end has closed is kept: FIN-WAIT-2 and TIME-WAIT (RFC 9293, 3.6).</summary>
/// <remarks>A mutable struct, part of its <see cref="TcpConnection"/>.</remarks>
internal struct ConnectionEnding
{
    private Instant _deadline;

    /// <summary>When it ends in those two states; <see cref="Instant.Never"/> when nothing limits it.</summary>
    public readonly Instant Deadline => _deadline == Instant.Zero ? Instant.Never : _deadline;

    /// <summary>TIME-WAIT begins, or begins anew.</summary>
    public void StayInTimeWait(TcpConfig config, Instant now) =>
        _deadline = TimerWheelRounding.Expiry(now, now + config.TimeWait, config.Tick, config.TickPhase);

    /// <summary>
    /// When the application is gone, nobody is left who could wait for the peer's FIN for ever: <c>tcp_fin_timeout</c>,
    /// but at least 3.5 timeouts (tcp_fin_time).
    /// </summary>
    public void LimitFinWait(TcpSender sender, TcpState state, Instant now)
    {
        if (sender.IsOrphan && state == TcpState.FinWait2)
        {
            _deadline = now + Duration.Max(sender.Config.FinTimeout, sender.Rto * 4 - sender.Rto / 2);
        }
    }
}
