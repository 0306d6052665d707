using System.Collections.Generic;

namespace Results.Recording;

/// <summary>What is known of a sweep besides its table: what was asked for, how far it is, how to do it again.</summary>
public sealed record SweepRecord
{
    /// <summary>The scenario's name.</summary>
    public required string Name { get; init; }

    /// <summary>The scenario's description; empty when it has none.</summary>
    public string Description { get; init; } = "";

    /// <summary>The command line that does the sweep.</summary>
    public string Command { get; init; } = "";

    /// <summary>The words that run one point alone, to which its values and its seed are added.</summary>
    public IReadOnlyList<string> RunCommand { get; init; } = [];

    /// <summary>What varies, in the order of the grid.</summary>
    public IReadOnlyList<SweptParameter> Parameters { get; init; } = [];

    /// <summary>The figures that were asked for.</summary>
    public IReadOnlyList<SweepView> Views { get; init; } = [];

    /// <summary>How many runs there are to be; 0 until that is known.</summary>
    public int Planned { get; init; }

    /// <summary>How many of them are finished.</summary>
    public int Finished { get; init; }

    /// <summary>How many of the finished ones did not meet an expectation.</summary>
    public int Unmet { get; init; }

    /// <summary>The runs that failed: why, and the command that does each alone.</summary>
    public IReadOnlyList<FailedRun> Failed { get; init; } = [];

    /// <summary>The scenario as resolved, with its sweep: a JSON object.</summary>
    public string ScenarioJson { get; init; } = "{}";
}
