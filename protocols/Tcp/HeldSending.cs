using Protocols.Congestion;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// What a sender has in addition when more than windows may hold its packets back: a pacer, the small queue of its host's
/// own interface, and what a control by rates needs to know.
/// </summary>
/// <remarks>
/// Most connections have none: neither their control nor their host's queue discipline paces, and their packets wait in the
/// provider's queue.
/// </remarks>
internal sealed class HeldSending
{
    private readonly Pacer? _pacer;
    private readonly SmallQueue? _queue;
    private long _acknowledged = 1;

    private HeldSending(IRateControl? control, bool isPaced, SmallQueue? queue)
    {
        Control = control;
        Deliveries = control is null ? null : new DeliveryRate();
        _pacer = isPaced ? new Pacer() : null;
        _queue = queue;
    }

    /// <summary>The control, if it sets the window by rates.</summary>
    public IRateControl? Control { get; }

    /// <summary>What is measured of the path's rate; null when the control does not ask.</summary>
    public DeliveryRate? Deliveries { get; }

    /// <summary>Whether packets go one by one, at a rate.</summary>
    public bool IsPaced => _pacer is not null;

    /// <summary>When pacing lets the next packet go.</summary>
    public Instant NextDeparture => _pacer?.NextDeparture ?? default;

    /// <summary>When to try to send again; <see cref="Instant.Never"/> while nothing is held back.</summary>
    public Instant Deadline =>
        Instant.Min(_pacer?.Deadline ?? Instant.Never, _queue?.Deadline ?? Instant.Never);

    /// <summary>What a connection with this control on a host with these tunables needs; null for nothing.</summary>
    public static HeldSending? For(ICongestionControl control, TcpConfig config, SmallQueue? queue)
    {
        IRateControl? rateControl = control as IRateControl;
        bool isPaced = rateControl is not null || config.Pacing;
        return isPaced || queue is not null ? new HeldSending(rateControl, isPaced, queue) : null;
    }

    /// <summary>The application writes: notes whether the sender had run dry before (tcp_rate_check_app_limited).</summary>
    public void OnWriting(TcpSender sender)
    {
        ref readonly Scoreboard segments = ref sender.Segments;
        bool hasGap = sender.WriteEnd - sender.Next < sender.MaximumPayload
            && segments.InFlight < sender.CongestionWindow.Packets && segments.Lost <= segments.Retransmitted;
        if (hasGap)
        {
            Deliveries?.LimitByApplication(segments.InFlight);
        }
    }

    /// <summary>Whether nothing may go yet.</summary>
    public bool Holds(TcpSender sender, Instant now)
    {
        ref readonly Scoreboard segments = ref sender.Segments;
        bool hasWork = segments.InFlight < sender.CongestionWindow.Packets
            && (sender.Next < sender.SendEnd || segments.Lost > segments.Retransmitted);
        bool isHeld = _pacer is not null && _pacer.Holds(hasWork, now);
        isHeld |= _queue is not null && _queue.IsFull(sender, hasWork, now);
        return isHeld && !sender.Probe.IsDue;
    }

    /// <summary>The deadline may have come: whether something is held back again is asked when there is something to send.</summary>
    public void OnTimer(Instant now)
    {
        _pacer?.OnTimer(now);
        _queue?.OnTimer(now);
    }

    /// <summary>A packet goes.</summary>
    public void OnSent(int bytes, long rate, Instant now) => _pacer?.OnSent(bytes, rate, now);

    /// <summary>An acknowledgment was processed: the control sets window and pacing rate (tcp_cong_control).</summary>
    public void OnAcknowledgment(TcpSender sender, in AckSample sample, int newlyLost)
    {
        long bytesAcked = sample.AckedEnd - _acknowledged;
        _acknowledged = sample.AckedEnd;

        // FLAG_ACK_MAYBE_DELAYED: a lone packet that is not full gives the receiver a reason to wait.
        bool isAckDelayed = sample.AckedPackets == 1 && bytesAcked > 0 && bytesAcked < sender.MaximumPayload;
        RateSample rate = Deliveries!.Take(
            in sample, newlyLost, sender.Segments.LostEver, sender.MinimumRtt, isAckDelayed);
        Control!.Control(sender.CongestionWindow, in rate);
    }
}
