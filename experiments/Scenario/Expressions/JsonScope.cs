using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Experiments.Scenario.Reading;

namespace Experiments.Scenario.Expressions;

/// <summary>
/// The paths of a JSON document such as <c>summary.json</c>; units are taken from the ends of its keys.
/// </summary>
/// <param name="root">The document; must stay alive as long as the scope is used.</param>
public sealed class JsonScope(JsonElement root) : IValueScope
{
    /// <inheritdoc/>
    public ExpressionValue? Find(ValuePath path, out string? problem) => Find(path, 0, root, "", out problem);

    private static ExpressionValue? Find(ValuePath path, int step, JsonElement at, string key, out string? problem)
    {
        while (step < path.Steps.Count)
        {
            if (path.Steps[step] == PathStep.Any)
            {
                return FindAll(path, step, at, key, out problem);
            }

            int taken = Descend(path, step, ref at, ref key);
            if (taken == 0)
            {
                problem = Explain(path, step, at);
                return null;
            }

            step += taken;
        }

        ExpressionValue? value = ValueOf(at, Measure.OfKey(key));
        problem = value is not null ? null
            : at.ValueKind == JsonValueKind.Null ? $"'{path}' has no value in this run"
            : at.ValueKind == JsonValueKind.Array
                ? $"'{path}' is a list with values that are no numbers; choose one with [0]"
            : $"'{path}' is not a number; it has {Children(at)}";
        return value;
    }

    // The rest of the path is followed from every child, and must lead to a number from each.
    private static ExpressionValue.List? FindAll(ValuePath path, int step, JsonElement at, string key, out string? problem)
    {
        IEnumerable<(JsonElement Child, string Key)>? children = at.ValueKind switch
        {
            JsonValueKind.Object => at.EnumerateObject().Select(property => (property.Value, property.Name)),
            JsonValueKind.Array => at.EnumerateArray().Select(item => (item, key)),
            _ => null,
        };
        problem = children is null ? $"'{ValuePath.Print(path.Steps.Take(step))}' has nothing below it" : null;
        List<double> amounts = [];
        Measure measure = Measure.Plain;
        foreach ((JsonElement child, string childKey) in children ?? [])
        {
            ExpressionValue? value = Find(path, step + 1, child, childKey, out problem);
            if (value is not ExpressionValue.Number number)
            {
                problem ??= $"'{path}' is {value!.Description} in one place, expected a number";
                return null;
            }

            amounts.Add(number.Amount);
            measure = number.Measure;
        }

        return problem is null ? new ExpressionValue.List(amounts, measure) : null;
    }

    // How many steps led to a child; 0 if there is none.
    private static int Descend(ValuePath path, int step, ref JsonElement at, ref string key)
    {
        PathStep first = path.Steps[step];
        if (first.Name is null)
        {
            if (at.ValueKind != JsonValueKind.Array || first.Index >= at.GetArrayLength())
            {
                return 0;
            }

            at = at[first.Index];
            return 1;
        }

        if (at.ValueKind == JsonValueKind.Object)
        {
            foreach ((string name, int count) in path.JoinedNames(step))
            {
                if (at.TryGetProperty(name, out JsonElement child))
                {
                    (at, key) = (child, name);
                    return count;
                }
            }
        }

        return 0;
    }

    private static string Explain(ValuePath path, int step, JsonElement at)
    {
        PathStep missing = path.Steps[step];
        string parent = step == 0 ? "" : $" in '{ValuePath.Print(path.Steps.Take(step))}'";
        if (missing.Name is null)
        {
            return at.ValueKind == JsonValueKind.Array
                ? string.Create(
                    CultureInfo.InvariantCulture, $"no item {missing}{parent}, which has {at.GetArrayLength()}")
                : $"'{ValuePath.Print(path.Steps.Take(step))}' is not a list";
        }

        if (at.ValueKind != JsonValueKind.Object)
        {
            return $"unknown path '{path}': there is nothing below '{ValuePath.Print(path.Steps.Take(step))}'";
        }

        // Where the children have dots in their names, the rest of the path is compared as a whole.
        string[] names = [.. at.EnumerateObject().Select(property => property.Name)];
        bool dotted = names.Any(name => name.Contains('.', System.StringComparison.Ordinal));
        string found = dotted ? path.JoinedNames(step).Take(2).Last().Name : missing.Name;
        return $"unknown name '{found}'{parent}; {Spelling.Suggest(found, names)}";
    }

    private static string Children(JsonElement at) =>
        string.Join(", ", at.EnumerateObject().Select(property => property.Name));

    private static ExpressionValue? ValueOf(JsonElement at, Measure measure) => at.ValueKind switch
    {
        JsonValueKind.Number => new ExpressionValue.Number(at.GetDouble(), measure),
        JsonValueKind.String => new ExpressionValue.Text(at.GetString()!),
        JsonValueKind.True or JsonValueKind.False => new ExpressionValue.Truth(at.GetBoolean()),
        JsonValueKind.Array when AreNumbers(at) =>
            new ExpressionValue.List((List<double>)[.. at.EnumerateArray().Select(item => item.GetDouble())], measure),
        _ => null,
    };

    private static bool AreNumbers(JsonElement array) =>
        array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number);
}
