using System;
using System.Collections.Generic;

namespace Results.Statistics;

/// <summary>Quantiles of a sample.</summary>
public static class Quantile
{
    /// <summary>The quantile between the two values next to it (definition 7 of Hyndman and Fan, 1996, as R and NumPy have it).</summary>
    /// <param name="sorted">The values in ascending order.</param>
    /// <param name="share">Which: 0 is the smallest value, 0.5 the median, 1 the largest.</param>
    /// <returns>NaN for no values.</returns>
    public static double Of(IReadOnlyList<double> sorted, double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        if (sorted.Count == 0)
        {
            return double.NaN;
        }

        double position = share * (sorted.Count - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }
}
