namespace Protocols.Congestion;

/// <summary>
/// Equally weighted TCP (Honda et al., 2009): n subflows, each of which is as aggressive as 1/n of a TCP.
/// </summary>
/// <remarks>Increase for each packet acknowledged: (1 / n^2) / w_r; a loss halves the window.</remarks>
public sealed class Ewtcp : CoupledControl
{
    /// <inheritdoc/>
    public override string Name => "ewtcp";

    /// <inheritdoc/>
    protected override void IncreaseCoupled(CoupledGroup group, CongestionWindow window, int acked)
    {
        double count = group.EstablishedCount;
        window.Increase(WholePackets(count * count * window.Packets, 1), acked);
    }
}
