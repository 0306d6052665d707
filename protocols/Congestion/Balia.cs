using System;
using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>Balanced linked adaptation (Peng et al., 2016), as in mptcp_balia.c of the out-of-tree stack.</summary>
/// <remarks>
/// With x = w / R and alpha_r = max_i(x_i) / x_r, increase for each packet acknowledged:
/// x_r / (R_r (sum_i x_i)^2) (1 + alpha_r) / 2 (4 + alpha_r) / 5; decrease at a loss: w_r / 2 min(alpha_r, 1.5). The
/// module rounds alpha_r down to a whole number, so that it decreases less; here it is exact, as the authors define it.
/// </remarks>
public sealed class Balia : CoupledControl
{
    private const double MostDecrease = 1.5;

    /// <inheritdoc/>
    public override string Name => "balia";

    /// <inheritdoc/>
    public override int ThresholdAfterLoss(CongestionWindow window)
    {
        if (Others is not { } group)
        {
            return base.ThresholdAfterLoss(window);
        }

        double alpha = HighestRate(group, SmoothedRtt) / SettledWindow;
        return Math.Max(window.Packets - (int)((window.Packets >> 1) * Math.Min(alpha, MostDecrease)), 1);
    }

    /// <inheritdoc/>
    protected override void IncreaseCoupled(CoupledGroup group, CongestionWindow window, int acked)
    {
        // All rates in packets during one round trip of this subflow, so that its own is its window.
        double own = SettledWindow;
        double total = group.TotalRate(SmoothedRtt);
        double highest = HighestRate(group, SmoothedRtt);
        double every = 10 * own * total * total / ((own + highest) * (4 * own + highest));
        window.Increase(WholePackets(every, 1), acked);
    }

    private static double HighestRate(CoupledGroup group, Duration rtt)
    {
        double highest = 0;
        foreach (CoupledControl member in group.Members)
        {
            if (member.IsEstablished)
            {
                double rate = (double)member.SettledWindow * rtt.Picoseconds / member.SmoothedRtt.Picoseconds;
                highest = Math.Max(highest, rate);
            }
        }

        return highest;
    }
}
