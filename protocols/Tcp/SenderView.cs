using Protocols.Congestion;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>What a congestion control sees of its sender; made for those only that ask to look.</summary>
internal sealed class SenderView(TcpSender sender) : IControlledSender
{
    /// <inheritdoc/>
    public CongestionWindow CongestionWindow => sender.CongestionWindow;

    /// <inheritdoc/>
    public CongestionState State => sender.State;

    /// <inheritdoc/>
    public Duration SmoothedRtt => sender.SmoothedRtt;

    /// <inheritdoc/>
    public Duration Rto => sender.Rto;

    /// <inheritdoc/>
    public Duration MinimumRtt => sender.MinimumRtt;

    /// <inheritdoc/>
    public int InFlight => sender.Segments.InFlight;

    /// <inheritdoc/>
    public int MaximumPayload => sender.MaximumPayload;

    /// <inheritdoc/>
    public Instant NextDeparture => sender.Held?.NextDeparture ?? default;

    /// <inheritdoc/>
    public bool IsAppLimited => sender.Deliveries is { IsAppLimited: true };

    /// <inheritdoc/>
    public void LimitByApplication() => sender.Deliveries?.LimitByApplication(sender.Segments.InFlight);
}
