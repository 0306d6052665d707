namespace Experiments.Scenario.Records;

/// <summary>The parameters of RED; null where the user said nothing.</summary>
/// <param name="Name">Its registered name.</param>
public sealed record RedDefinition(Reference Name) : DisciplineDefinition(Name)
{
    /// <summary>The average queue below which nothing is dropped: bytes or packets; given together with <see cref="Maximum"/>.</summary>
    public QueueLimit? Minimum { get; init; }

    /// <summary>The average queue at which the probability reaches its maximum: the unit of <see cref="Minimum"/>, and above it.</summary>
    public QueueLimit? Maximum { get; init; }

    /// <summary>The probability there; above 0, at most 1.</summary>
    public double? Probability { get; init; }

    /// <summary>The weight of the present queue in the average; above 0, at most 1.</summary>
    public double? Weight { get; init; }

    /// <summary>Whether the probability rises from the maximum on, instead of being 1 there.</summary>
    public bool? Gentle { get; init; }

    /// <summary>Whether packets of ECN-capable transports are marked instead of dropped.</summary>
    public bool? Ecn { get; init; }
}
