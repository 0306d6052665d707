using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Experiments.Scenario.Records;
using Experiments.Scenario.Writing;

namespace Experiments.Scenario.Expressions;

/// <summary>
/// What the conditions of <c>expect</c> see: the summary of the run, the quantities named under <c>let</c> and, below
/// <c>scenario.</c>, the scenario that was run.
/// </summary>
public sealed class ExpectationScope : IValueScope
{
    private const string ScenarioSection = "scenario";

    private readonly JsonScope _summary;
    private readonly ScenarioScope _scenario;
    private readonly IReadOnlyList<QuantityDefinition> _named;

    /// <summary>Opens the results of a run.</summary>
    /// <param name="summary">The content of <c>summary.json</c>.</param>
    /// <param name="scenario">The scenario that was run.</param>
    public ExpectationScope(JsonElement summary, ScenarioDefinition scenario)
        : this(new JsonScope(summary), new ScenarioScope(ScenarioJson.ToElement(scenario)), scenario.Let)
    {
    }

    private ExpectationScope(JsonScope summary, ScenarioScope scenario, IReadOnlyList<QuantityDefinition> named)
    {
        _summary = summary;
        _scenario = scenario;
        _named = named;
    }

    /// <summary>Whether a path leads into the scenario; the word alone is its name, which stands in the summary.</summary>
    public static bool IsOfScenario(ValuePath path) => path.Steps.Count > 1 && path.Steps[0].Name == ScenarioSection;

    /// <summary>The path inside the scenario.</summary>
    public static ValuePath WithinScenario(ValuePath path) => path with { Steps = [.. path.Steps.Skip(1)] };

    /// <inheritdoc/>
    public ExpressionValue? Find(ValuePath path, out string? problem)
    {
        if (IsOfScenario(path))
        {
            return _scenario.Find(WithinScenario(path), out problem);
        }

        for (int i = 0; path.IsWord && i < _named.Count; i++)
        {
            if (_named[i].Name.Name == path.Steps[0].Name)
            {
                // A quantity sees those before it only, so there are no circles.
                ExpectationScope earlier = new(_summary, _scenario, [.. _named.Take(i)]);
                return _named[i].Value.Quantity(earlier, out problem);
            }
        }

        return _summary.Find(path, out problem);
    }
}
