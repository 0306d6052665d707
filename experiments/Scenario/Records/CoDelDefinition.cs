using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>The parameters of CoDel; null where the user said nothing.</summary>
/// <param name="Name">Its registered name.</param>
public record CoDelDefinition(Reference Name) : DisciplineDefinition(Name)
{
    /// <summary>The standing delay that is acceptable; positive.</summary>
    public Duration? Target { get; init; }

    /// <summary>How long the delay must stay above the target; positive.</summary>
    public Duration? Interval { get; init; }

    /// <summary>Whether packets of ECN-capable transports are marked instead of dropped.</summary>
    public bool? Ecn { get; init; }
}
