using System;
using System.Collections.Generic;
using System.Linq;

namespace Experiments.Scenario.Reading;

/// <summary>Finds the name that the user probably meant.</summary>
public static class Spelling
{
    private const int MostNamesListed = 20;

    /// <summary>
    /// Says which names are allowed, the nearest first if it is near enough:
    /// <c>did you mean 'rate'? (allowed: delay, rate)</c>.
    /// </summary>
    public static string Suggest(string found, IReadOnlyCollection<string> allowed)
    {
        if (allowed.Count == 0)
        {
            return "there are none";
        }

        string list = string.Join(", ", allowed.Order(StringComparer.Ordinal).Take(MostNamesListed));
        string names = allowed.Count > MostNamesListed ? list + ", ..." : list;
        return Nearest(found, allowed) is string nearest
            ? $"did you mean '{nearest}'? (allowed: {names})"
            : $"allowed: {names}";
    }

    /// <summary>
    /// The allowed name with the fewest edits, or null when more than a third of it would have to change.
    /// </summary>
    public static string? Nearest(string found, IReadOnlyCollection<string> allowed)
    {
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string name in allowed)
        {
            int distance = Distance(found, name);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (name, distance);
            }
        }

        return best is not null && bestDistance <= Math.Max(1, Math.Max(found.Length, best.Length) / 3) ? best : null;
    }

    // Edit distance with swaps of neighbours (Damerau, "optimal string alignment"); case does not count.
    private static int Distance(string left, string right)
    {
        int[,] cost = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                bool same = Same(left[i - 1], right[j - 1]);
                cost[i, j] = Math.Min(
                    Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1), cost[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[left.Length, right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
