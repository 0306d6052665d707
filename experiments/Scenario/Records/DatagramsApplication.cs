using System.Collections.Generic;
using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>A stream of datagrams without congestion control: background traffic, or a queueing experiment.</summary>
public sealed record DatagramsApplication : ApplicationDefinition
{
    /// <inheritdoc/>
    public override string Kind => "datagrams";

    /// <summary>Which hosts send to which.</summary>
    public required TrafficPairs Pairs { get; init; }

    /// <summary>The mean rate of IP packets while sending; null when <see cref="Gap"/> has a mean of its own.</summary>
    public BitRate? Rate { get; init; }

    /// <summary>The size of an IP packet, in bytes.</summary>
    public required Distribution Size { get; init; }

    /// <summary>The time between packets, in seconds; without a mean it follows from rate and size.</summary>
    public Distribution Gap { get; init; } = new Distribution.Constant(null);

    /// <summary>
    /// The length of a sending period, in seconds; null together with <see cref="Off"/> for always sending.
    /// </summary>
    public Distribution? On { get; init; }

    /// <summary>The length of a silent period, in seconds; null together with <see cref="On"/>.</summary>
    public Distribution? Off { get; init; }

    /// <summary>The routers or links that the packets take, in order; empty for the usual route.</summary>
    public IReadOnlyList<Reference> Via { get; init; } = [];
}
