using System.Collections.Generic;

namespace Experiments.Scenario.Records;

/// <summary>A grid of runs: every combination of the parameters' values, each repeated with several seeds.</summary>
public sealed record SweepDefinition
{
    /// <summary>What varies, in the order written; the last varies fastest.</summary>
    public IReadOnlyList<SweepParameter> Parameters { get; init; } = [];

    /// <summary>Which combinations are run; null for all.</summary>
    public Expectation? Where { get; init; }

    /// <summary>How many seeds each combination is run with, from the scenario's seed upwards; 1 or more.</summary>
    public int Repetitions { get; init; } = 1;

    /// <summary>When a combination needs no more seeds; null: after <see cref="Repetitions"/>.</summary>
    public PrecisionGoal? Precision { get; init; }

    /// <summary>How many seeds a combination gets at most to reach <see cref="Precision"/>; at least <see cref="Repetitions"/>.</summary>
    public int MostRepetitions { get; init; } = 1;

    /// <summary>The figures to draw.</summary>
    public IReadOnlyList<SweepFigure> Figures { get; init; } = [];
}
