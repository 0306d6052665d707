using System.Collections.Generic;
using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>A link's capacity over time, as read from a file or from the scenario itself.</summary>
public abstract record TraceDefinition
{
    private TraceDefinition()
    {
    }

    /// <summary>Instants at which one full packet can be delivered each: Mahimahi's format.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Milliseconds">The instants, in order, not negative, the last above 0; after it the trace begins again.</param>
    public sealed record Deliveries(string File, IReadOnlyList<long> Milliseconds) : TraceDefinition;

    /// <summary>Rates from given times on.</summary>
    /// <param name="File">The file; null when the table stands in the scenario.</param>
    /// <param name="Steps">The rates and when each begins to hold: the first at 0, in order, not all 0.</param>
    /// <param name="Repeat">After what time the table begins again, later than its last step; null: the last rate stays.</param>
    public sealed record Table(string? File, IReadOnlyList<TraceStep> Steps, Duration? Repeat) : TraceDefinition;
}
