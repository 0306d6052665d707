using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario;

namespace Experiments.Validation;

/// <summary>One scenario of the suite at one point of its sweep.</summary>
/// <param name="Name">The scenario's name, as <c>run</c> takes it: <c>validation/mm1</c>.</param>
/// <param name="Point">The values that the point sets; none for a scenario without a sweep.</param>
public sealed record ValidationCase(string Name, IReadOnlyList<ScenarioOverride> Point)
{
    /// <summary>What the point sets, short: <c>rate=12 Mbit/s</c>. Empty for a scenario without a sweep.</summary>
    public string PointText => string.Join(", ", Point.Select(value => $"{LastStep(value.Path)}={value.Value}"));

    private static string LastStep(string path) => path[(path.LastIndexOf('.') + 1)..];
}
