using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;

namespace Experiments.Scenario;

/// <summary>The points of a scenario's sweep.</summary>
public static class SweepPoints
{
    /// <summary>Every combination of values; the last parameter varies fastest. One empty point where there is no sweep.</summary>
    public static IEnumerable<IReadOnlyList<ScenarioOverride>> Of(ScenarioDefinition scenario)
    {
        IEnumerable<IReadOnlyList<ScenarioOverride>> points = [[]];
        foreach (SweepParameter parameter in scenario.Sweep?.Parameters ?? [])
        {
            points = points.SelectMany(point => parameter.Values, (point, value) =>
                (IReadOnlyList<ScenarioOverride>)[.. point, new ScenarioOverride(parameter.Path.Name, value.Name, value.At)]);
        }

        return points;
    }
}
