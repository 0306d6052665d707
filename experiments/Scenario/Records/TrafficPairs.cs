using System.Collections.Generic;

namespace Experiments.Scenario.Records;

/// <summary>Which hosts send to which.</summary>
public abstract record TrafficPairs
{
    private TrafficPairs()
    {
    }

    /// <summary>The pairs as given; <c>from</c> and <c>to</c> are one pair.</summary>
    /// <param name="Pairs">One or more pairs.</param>
    /// <param name="Numbered">Whether it was a list: its connections are numbered under the application's name.</param>
    public sealed record Given(IReadOnlyList<HostPair> Pairs, bool Numbered) : TrafficPairs;

    /// <summary>
    /// Every host sends to exactly one other and receives from exactly one other, drawn from the run's seed.
    /// </summary>
    /// <param name="Hosts">The hosts that take part, two or more.</param>
    public sealed record Permutation(IReadOnlyList<Reference> Hosts) : TrafficPairs;
}
