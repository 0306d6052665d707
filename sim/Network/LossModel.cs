using System;

namespace Sim.Network;

/// <summary>
/// How packets get lost at random: the model of Gilbert and Elliott, with a good and a bad state, of which independent (Bernoulli)
/// losses are the case without a bad one.
/// </summary>
/// <remarks>The order of the draws is netem's (loss_gilb_ell in net/sched/sch_netem.c): first the state may change, then the old state decides.</remarks>
/// <param name="EnterBad">p: the probability, at each packet, of going from the good state to the bad one.</param>
/// <param name="LeaveBad">r: the probability of going back.</param>
/// <param name="LossInBad">1-h: the share lost in the bad state.</param>
/// <param name="LossInGood">1-k: the share lost in the good state.</param>
public readonly record struct LossModel(double EnterBad, double LeaveBad, double LossInBad, double LossInGood)
{
    /// <summary>The share lost in the long run, 0 to 1.</summary>
    public double MeanLoss
    {
        get
        {
            double bad = EnterBad > 0 ? EnterBad / (EnterBad + LeaveBad) : 0;
            return bad * LossInBad + (1 - bad) * LossInGood;
        }
    }

    /// <summary>The mean number of packets in a stay in the bad state; infinite when there is no way back.</summary>
    public double MeanBadStay => 1 / LeaveBad;

    /// <summary>Nothing gets lost.</summary>
    public static LossModel None => Bernoulli(0);

    /// <summary>Each packet by itself with the same probability, 0 to 1.</summary>
    public static LossModel Bernoulli(double loss) => new(0, 1, 0, loss);

    /// <summary>Throws when a probability is out of its range.</summary>
    internal void Validate()
    {
        foreach (double probability in (ReadOnlySpan<double>)[EnterBad, LeaveBad, LossInBad, LossInGood])
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(probability is >= 0 and <= 1, true, "Loss");
        }
    }
}
