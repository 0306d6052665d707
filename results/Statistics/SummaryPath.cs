using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace Results.Statistics;

/// <summary>
/// Finds a number in a summary by its dotted path, as expectations and sweep figures name it:
/// <c>players.client.stalls</c>, <c>nics.push.nic1.tx_mbit_s[1]</c>,
/// <c>connections.push-server.subflow[0].timeouts</c>.
/// </summary>
public static class SummaryPath
{
    /// <summary>
    /// Looks a number up. A name that has dots itself (<c>push.nic1</c>) is found too: the longest that fits wins.
    /// </summary>
    /// <param name="summary">The tree of a <c>summary.json</c>.</param>
    /// <param name="path">The path; an index in brackets counts from 0.</param>
    /// <param name="value">The number; booleans count as 1 and 0; null where the run has no such number.</param>
    /// <param name="known">When nothing is found: the names that exist at the place where the path goes wrong.</param>
    /// <returns>False when the path names nothing, or something that is not one number.</returns>
    public static bool TryFind(JsonElement summary, string path, out double? value, out IReadOnlyList<string> known)
    {
        value = null;
        known = [];
        JsonElement at = summary;
        string rest = path;
        while (rest.Length > 0)
        {
            if (!TryStep(ref at, ref rest))
            {
                known = NamesIn(at);
                return false;
            }
        }

        value = at.ValueKind switch
        {
            JsonValueKind.Number => at.GetDouble(),
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => null,
        };
        if (value is null && at.ValueKind != JsonValueKind.Null)
        {
            known = NamesIn(at);
            return false;
        }

        return true;
    }

    private static bool TryStep(ref JsonElement at, ref string rest)
    {
        if (rest.StartsWith('['))
        {
            return TryIndex(ref at, ref rest);
        }

        if (at.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        string from = rest.StartsWith('.') ? rest[1..] : rest;
        string? name = at.EnumerateObject().Select(property => property.Name)
            .Where(candidate => Begins(from, candidate))
            .MaxBy(candidate => candidate.Length);
        if (name is null)
        {
            return false;
        }

        at = at.GetProperty(name);
        rest = from[name.Length..];
        return true;
    }

    private static bool Begins(string path, string name) =>
        path.StartsWith(name, StringComparison.Ordinal)
        && (path.Length == name.Length || path[name.Length] is '.' or '[');

    private static bool TryIndex(ref JsonElement at, ref string rest)
    {
        int close = rest.IndexOf(']', StringComparison.Ordinal);
        if (at.ValueKind != JsonValueKind.Array
            || close < 0
            || !int.TryParse(rest.AsSpan(1, close - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            || index >= at.GetArrayLength())
        {
            return false;
        }

        at = at[index];
        rest = rest[(close + 1)..];
        return true;
    }

    private static IReadOnlyList<string> NamesIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => [.. element.EnumerateObject().Select(property => property.Name)],
        JsonValueKind.Array => [.. Enumerable.Range(0, element.GetArrayLength())
            .Select(index => string.Create(CultureInfo.InvariantCulture, $"[{index}]"))],
        _ => [],
    };
}
