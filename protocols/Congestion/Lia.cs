namespace Protocols.Congestion;

/// <summary>Linked increases (RFC 6356), the out-of-tree stack's <c>coupled</c>.</summary>
/// <remarks>
/// Increase for each packet acknowledged: min(max_i(w_i / R_i^2) / (sum_i w_i / R_i)^2, 1 / w_r). The module
/// (mptcp_coupled.c) computes it with 12 fractional bits, too few to tell large windows apart; here it is exact.
/// </remarks>
public sealed class Lia : CoupledControl
{
    /// <inheritdoc/>
    public override string Name => "lia";

    /// <inheritdoc/>
    protected override void IncreaseCoupled(CoupledGroup group, CongestionWindow window, int acked)
    {
        CoupledControl best = this;
        foreach (CoupledControl member in group.Members)
        {
            if (member.IsEstablished && Gain(member) > Gain(best))
            {
                best = member;
            }
        }

        // RFC 6356, 3: the total must grow no faster than TCP on the best path, and no subflow faster than TCP on its
        // own.
        double total = group.TotalRate(best.SmoothedRtt);
        window.Increase(WholePackets(total * total / best.SettledWindow, window.Packets), acked);
    }

    private static double Gain(CoupledControl member)
    {
        double rtt = member.SmoothedRtt.Picoseconds;
        return member.SettledWindow / (rtt * rtt);
    }
}
