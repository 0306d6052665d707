using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Experiments.Scenario.Reading;

namespace Experiments.Scenario.Expressions;

/// <summary>The values of a scenario as resolved, such as <c>links.core.rate</c>, with the units they were given.</summary>
/// <remarks>
/// Items of lists are known by their name, peerings by their ends (<c>isp1-isp2</c>), others by number. Counts such as
/// <c>100 packets</c> are plain numbers, a distribution stands for its mean where it states one, and a text of several numbers
/// is a list.
/// </remarks>
/// <param name="root">The scenario as <see cref="Writing.ScenarioJson"/> writes it.</param>
public sealed class ScenarioScope(JsonElement root) : IValueScope
{
    /// <inheritdoc/>
    public ExpressionValue? Find(ValuePath path, out string? problem)
    {
        JsonElement at = root;
        for (int step = 0; step < path.Steps.Count;)
        {
            (JsonElement child, int taken) = Descend(path, step, at);
            if (taken == 0)
            {
                problem = Explain(path, step, at);
                return null;
            }

            (at, step) = (child, step + taken);
        }

        ExpressionValue? value = at.ValueKind switch
        {
            JsonValueKind.Number => new ExpressionValue.Number(at.GetDouble(), Measure.Plain),
            JsonValueKind.True or JsonValueKind.False => new ExpressionValue.Truth(at.GetBoolean()),
            JsonValueKind.String => Quantity(at.GetString()!) ?? new ExpressionValue.Text(at.GetString()!),
            _ => null,
        };
        problem = value is null ? $"'{path}' is no value of the scenario; it has {string.Join(", ", NamesIn(at))}" : null;
        return value;
    }

    private static (JsonElement Child, int Taken) Descend(ValuePath path, int step, JsonElement at)
    {
        if (at.ValueKind == JsonValueKind.Object)
        {
            // The longest name wins: names of sysctls contain dots.
            foreach ((string name, int count) in path.JoinedNames(step).Reverse())
            {
                if (at.TryGetProperty(name, out JsonElement child))
                {
                    return (child, count);
                }
            }
        }

        if (at.ValueKind == JsonValueKind.Array)
        {
            PathStep wanted = path.Steps[step];
            JsonElement[] items = [.. at.EnumerateArray()];
            int index = wanted.Name is string name ? Array.FindIndex(items, item => NameOf(item) == name) : wanted.Index;
            if (index >= 0 && index < items.Length)
            {
                return (items[index], 1);
            }
        }

        return (at, 0);
    }

    private static string Explain(ValuePath path, int step, JsonElement at)
    {
        string parent = step == 0 ? "the scenario" : $"'{ValuePath.Print(path.Steps.Take(step))}' of the scenario";
        string[] names = [.. NamesIn(at)];
        return path.Steps[step].Name is string missing && names.Length > 0
            ? $"unknown name '{missing}' in {parent}; {Spelling.Suggest(missing, names)}"
            : $"there is no {path.Steps[step]} in {parent}";
    }

    private static IEnumerable<string> NamesIn(JsonElement at) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().Select(property => property.Name),
        JsonValueKind.Array => at.EnumerateArray().Select(NameOf).Where(name => name.Length > 0),
        _ => [],
    };

    private static string NameOf(JsonElement item) => item.ValueKind != JsonValueKind.Object ? ""
        : item.TryGetProperty("name", out JsonElement name) ? name.GetString()!
        : item.TryGetProperty("between", out JsonElement ends) ? string.Join('-', ends.EnumerateArray())
        : "";

    /// <summary>The quantity that a value of a scenario states, such as <c>80 ms</c>; null if it is a word.</summary>
    public static ExpressionValue? Quantity(string text)
    {
        List<Token> tokens;
        try
        {
            tokens = Lexer.Read(text);
        }
        catch (ExpressionException)
        {
            // Addresses and the like are words.
            return null;
        }

        Token[] numbers = [.. tokens.Where(token => token.Kind == TokenKind.Number)];
        bool isList = numbers.Length > 1 && numbers.Length == tokens.Count - 1;
        bool isCount = tokens is [{ Kind: TokenKind.Number }, { Text: "packets" or "bdp" }, _];
        bool isMean = tokens is [{ Text: "exponential" }, { Text: "(" }, { Kind: TokenKind.Number }, { Text: ")" }, _];
        return isList ? new ExpressionValue.List([.. numbers.Select(number => number.Amount)], numbers[0].Measure)
            : tokens.Count == 2 && numbers.Length == 1 || isCount || isMean
                ? new ExpressionValue.Number(numbers[0].Amount, numbers[0].Measure)
            : null;
    }
}
