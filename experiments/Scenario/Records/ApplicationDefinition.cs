using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>Something that runs on hosts and makes traffic; one subtype per <c>kind</c>.</summary>
public abstract record ApplicationDefinition
{
    /// <summary>Its name, unique among applications; results are filed under it.</summary>
    public required Reference Name { get; init; }

    /// <summary>When it starts; 0 or more, before the end of the run.</summary>
    public Duration Start { get; init; }

    /// <summary>When it ends, later than <see cref="Start"/>; null for the end of the run.</summary>
    public Duration? Stop { get; init; }

    /// <summary>The program that does it in place of ours; null for ours. Streaming applications on kernel hosts may have one.</summary>
    public CommandDefinition? Command { get; init; }

    /// <summary>The word that the file uses for this kind of application, such as <c>rtmp-push</c>.</summary>
    public abstract string Kind { get; }
}
