using Protocols.Core;

namespace Sim.Network;

/// <summary>New values for a link during the run. What is null stays as it is.</summary>
/// <param name="Rate">The rate; positive.</param>
/// <param name="Delay">The delay; not negative.</param>
/// <param name="Loss">The share of packets lost on the wire, each independently, 0 to 1.</param>
/// <param name="BurstLoss">Losses that come in bursts, in the place of <paramref name="Loss"/>.</param>
public sealed record LinkChange(BitRate? Rate = null, Duration? Delay = null, double? Loss = null, LossModel? BurstLoss = null)
{
    /// <summary>Gives a link the new values.</summary>
    internal void ApplyTo(Link link)
    {
        if (Rate is { } rate)
        {
            link.Rate = rate;
        }

        link.Delay = Delay ?? link.Delay;
        link.LossModel = BurstLoss ?? (Loss is { } loss ? LossModel.Bernoulli(loss) : link.LossModel);
    }
}
