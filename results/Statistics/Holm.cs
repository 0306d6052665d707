using System.Collections.Generic;
using System.Linq;

namespace Results.Statistics;

/// <summary>
/// Tells differences from chance where many are looked at together: of a hundred comparisons of nothing, five have p below 5 %.
/// </summary>
public static class Holm
{
    /// <summary>
    /// Which differences are significant, such that the probability of even one false one is at most a level (Holm, 1979).
    /// </summary>
    /// <param name="p">The probabilities; NaN for those of which nothing is known, which are never significant.</param>
    /// <param name="level">The level, such as 0.05.</param>
    public static IReadOnlyList<bool> Significant(IReadOnlyList<double> p, double level)
    {
        bool[] significant = new bool[p.Count];
        int[] order = [.. Enumerable.Range(0, p.Count).Where(i => !double.IsNaN(p[i])).OrderBy(i => p[i])];
        for (int rank = 0; rank < order.Length && p[order[rank]] <= level / (order.Length - rank); rank++)
        {
            significant[order[rank]] = true;
        }

        return significant;
    }
}
