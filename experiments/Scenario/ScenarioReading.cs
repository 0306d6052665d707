using System.Collections.Generic;
using Experiments.Scenario.Records;

namespace Experiments.Scenario;

/// <summary>What came out of reading a scenario: the scenario, or what is wrong with it.</summary>
public sealed record ScenarioReading
{
    /// <summary>The scenario; null exactly when there are errors.</summary>
    public ScenarioDefinition? Scenario { get; init; }

    /// <summary>The errors in the order of the file, then those of the overrides; each distinct.</summary>
    public IReadOnlyList<ScenarioError> Errors { get; init; } = [];

    /// <summary>What looks odd but does not keep the scenario from running.</summary>
    public IReadOnlyList<ScenarioError> Notices { get; init; } = [];
}
