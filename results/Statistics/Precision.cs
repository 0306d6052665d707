using System;
using System.Collections.Generic;

namespace Results.Statistics;

/// <summary>Whether a mean is known well enough.</summary>
public static class Precision
{
    /// <summary>Whether half the 95 % confidence interval of the mean is at most a share of the mean.</summary>
    /// <param name="values">Independent values; of fewer than two nothing is known.</param>
    /// <param name="share">The share, above 0.</param>
    public static bool IsReached(IReadOnlyList<double> values, double share)
    {
        ConfidenceInterval mean = ConfidenceInterval.OfMean(values);
        return mean.High - mean.Estimate <= share * Math.Abs(mean.Estimate);
    }
}
