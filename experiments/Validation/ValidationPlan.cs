using System.Collections.Generic;
using Experiments.Scenario;

namespace Experiments.Validation;

/// <summary>How often and how a suite is run.</summary>
public sealed record ValidationPlan
{
    /// <summary>With how many seeds each case is run, from 1 upwards; 1 or more.</summary>
    public int Seeds { get; init; } = 5;

    /// <summary>How many runs go on at once; 1 or more.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Values that replace those of every scenario, such as another duration.</summary>
    public IReadOnlyList<ScenarioOverride> Overrides { get; init; } = [];

    /// <summary>The folder that the results of every run go to, one folder below it for each.</summary>
    public required string OutputFolder { get; init; }
}
