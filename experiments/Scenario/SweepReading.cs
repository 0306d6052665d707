using System;
using System.Collections.Generic;

namespace Experiments.Scenario;

/// <summary>A scenario file that was read once, and from which the points of its sweep are made.</summary>
public sealed class SweepReading
{
    private readonly Func<IReadOnlyList<ScenarioOverride>, ScenarioReading> _point;

    internal SweepReading(ScenarioReading whole, Func<IReadOnlyList<ScenarioOverride>, ScenarioReading> point)
    {
        Whole = whole;
        _point = point;
    }

    /// <summary>The scenario with its sweep, or what is wrong with it.</summary>
    public ScenarioReading Whole { get; }

    /// <summary>The scenario at one point, without its sweep, or what is wrong with that combination.</summary>
    /// <remarks>May be called from several threads at once.</remarks>
    /// <param name="changes">The values of the point.</param>
    public ScenarioReading Point(IReadOnlyList<ScenarioOverride> changes) => _point(changes);
}
