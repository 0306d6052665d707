using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Expressions;

namespace Experiments.Sweep;

/// <summary>What the constraint of a sweep sees: the values of one point.</summary>
/// <param name="values">The values.</param>
internal sealed class PointScope(IReadOnlyList<ScenarioOverride> values) : IValueScope
{
    /// <inheritdoc/>
    public ExpressionValue? Find(ValuePath path, out string? problem)
    {
        string name = path.ToString();
        ScenarioOverride? value = values.FirstOrDefault(candidate => candidate.Path == name);
        problem = value is null ? $"'{name}' is not a parameter of the sweep" : null;
        return value is null ? null : ScenarioScope.Quantity(value.Value) ?? Word(value.Value);
    }

    private static ExpressionValue Word(string text) => text switch
    {
        "true" or "false" => new ExpressionValue.Truth(text == "true"),
        _ => new ExpressionValue.Text(text),
    };
}
