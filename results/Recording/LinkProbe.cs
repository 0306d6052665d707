using System.Collections.Generic;
using Protocols.Core;
using Sim.Network;

namespace Results.Recording;

/// <summary>Watches one direction of a link.</summary>
/// <param name="name">The link's name in results.</param>
/// <param name="from">The sending end.</param>
/// <param name="to">The receiving end.</param>
/// <param name="link">The link.</param>
public sealed class LinkProbe(string name, string from, string to, Link link) : IProbe
{
    private readonly List<LinkSample> _samples = [];
    private readonly List<RateStep> _rates = [];

    /// <inheritdoc/>
    public void Sample(Instant now)
    {
        LinkCounters counters = link.Counters;
        if (link.Rate is { } rate && (_rates.Count == 0 || _rates[^1].Rate != rate))
        {
            _rates.Add(new RateStep(now, rate));
        }

        _samples.Add(new LinkSample(
            now,
            counters.BacklogBytes,
            counters.SentBytes,
            counters.SentPackets - counters.LossDrops - counters.BlockDrops,
            counters.DroppedPackets,
            counters.AcceptedPackets,
            counters.QueueingTime));
    }

    /// <summary>What it saw.</summary>
    public LinkRecord ToRecord() => new() { Name = name, From = from, To = to, Rates = _rates, Samples = _samples };
}
