using System;

namespace Protocols.Congestion;

/// <summary>
/// Fully coupled windows (Kelly and Voice, 2005; Wischik et al., NSDI 2011, 2.3): all traffic moves to the least
/// congested paths.
/// </summary>
/// <remarks>
/// Increase for each packet acknowledged: 1 / w_total; decrease at a loss: w_total / 2, to one packet at least. Not the
/// out-of-tree stack's <c>coupled</c>, which is LIA.
/// </remarks>
public sealed class Coupled : CoupledControl
{
    /// <inheritdoc/>
    public override string Name => "coupled";

    /// <inheritdoc/>
    public override int ThresholdAfterLoss(CongestionWindow window) => Others is { } group
        ? Math.Max(window.Packets - group.TotalWindow / 2, 1)
        : base.ThresholdAfterLoss(window);

    /// <inheritdoc/>
    protected override void IncreaseCoupled(CoupledGroup group, CongestionWindow window, int acked) =>
        window.Increase(group.TotalWindow, acked);
}
