using System.Collections.Generic;

namespace Results.Recording;

/// <summary>What one direction of one link carried during a run.</summary>
public sealed class LinkRecord
{
    /// <summary>The link's name in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>The element that sends into this direction.</summary>
    public required string From { get; init; }

    /// <summary>The element that receives from it.</summary>
    public required string To { get; init; }

    /// <summary>Its rates over time, in order of time; the first holds from the start of the run. Empty when it is unlimited.</summary>
    public required IReadOnlyList<RateStep> Rates { get; init; }

    /// <summary>Its counters over time, in order of time, from the start of the run to the end.</summary>
    public required IReadOnlyList<LinkSample> Samples { get; init; }

    /// <summary>The name in results: <c>core.r1-r2</c>.</summary>
    public string Key => $"{Name}.{From}-{To}";
}
