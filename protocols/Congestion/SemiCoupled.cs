namespace Protocols.Congestion;

/// <summary>
/// Semi-coupled windows (Wischik et al., NSDI 2011, 2.4): the increase is coupled, the decrease is each subflow's own.
/// </summary>
/// <remarks>
/// Increase for each packet acknowledged: 1 / w_total; a loss halves the window: windows in proportion to 1 / p_r.
/// </remarks>
public sealed class SemiCoupled : CoupledControl
{
    /// <inheritdoc/>
    public override string Name => "semicoupled";

    /// <inheritdoc/>
    protected override void IncreaseCoupled(CoupledGroup group, CongestionWindow window, int acked) =>
        window.Increase(group.TotalWindow, acked);
}
