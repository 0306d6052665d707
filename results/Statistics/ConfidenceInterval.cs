using System;
using System.Collections.Generic;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using Protocols.Core;

namespace Results.Statistics;

/// <summary>An estimate and the interval that covers the true value with a given probability.</summary>
/// <param name="Estimate">The estimate; NaN where there are no values.</param>
/// <param name="Low">The lower end; NaN where there are too few values to say.</param>
/// <param name="High">The upper end; NaN where there are too few values to say.</param>
public readonly record struct ConfidenceInterval(double Estimate, double Low, double High)
{
    /// <summary>The probability that is meant where none is said.</summary>
    public const double UsualLevel = 0.95;

    /// <summary>How many times a bootstrap draws where nothing else is said.</summary>
    public const int UsualResamples = 2000;

    /// <summary>The mean of independent values, by Student's t with n - 1 degrees of freedom.</summary>
    /// <param name="values">The values; two or more for an interval.</param>
    /// <param name="level">The probability, above 0 and below 1.</param>
    public static ConfidenceInterval OfMean(IReadOnlyList<double> values, double level = UsualLevel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(level, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        double mean = values.Mean();
        if (values.Count < 2)
        {
            return new ConfidenceInterval(mean, double.NaN, double.NaN);
        }

        double t = StudentT.InvCDF(0, 1, values.Count - 1, (1 + level) / 2);
        double half = t * values.StandardDeviation() / Math.Sqrt(values.Count);
        return new ConfidenceInterval(mean, mean - half, mean + half);
    }

    /// <summary>
    /// The median of independent values, between two of them: how many lie below the true median follows the binomial distribution of
    /// one half. It supposes nothing about how the values are distributed.
    /// </summary>
    /// <param name="values">The values; six or more for an interval at 95 %.</param>
    /// <param name="level">The probability, above 0 and below 1; the interval covers at least that.</param>
    public static ConfidenceInterval OfMedian(IReadOnlyList<double> values, double level = UsualLevel)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        double median = Quantile.Of(sorted, 0.5);

        // The largest k with P(fewer than k of n values below the median) at most (1 - level) / 2.
        int k = 0;
        while (k < sorted.Length && Binomial.CDF(0.5, sorted.Length, k) <= (1 - level) / 2)
        {
            k++;
        }

        return k == 0
            ? new ConfidenceInterval(median, double.NaN, double.NaN)
            : new ConfidenceInterval(median, sorted[k - 1], sorted[^k]);
    }

    /// <summary>Any statistic of independent values, by the percentiles of a bootstrap (Efron, 1979).</summary>
    /// <param name="values">The values; two or more for an interval.</param>
    /// <param name="statistic">The statistic; is given as many values as there are.</param>
    /// <param name="random">Chooses the values that are drawn.</param>
    /// <param name="level">The probability, above 0 and below 1.</param>
    /// <param name="resamples">How many times to draw.</param>
    public static ConfidenceInterval Bootstrap(
        IReadOnlyList<double> values,
        Func<IReadOnlyList<double>, double> statistic,
        RandomStream random,
        double level = UsualLevel,
        int resamples = UsualResamples)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentNullException.ThrowIfNull(random);
        double estimate = statistic(values);
        if (values.Count < 2)
        {
            return new ConfidenceInterval(estimate, double.NaN, double.NaN);
        }

        double[] drawn = new double[values.Count];
        double[] results = new double[resamples];
        for (int i = 0; i < resamples; i++)
        {
            for (int j = 0; j < drawn.Length; j++)
            {
                drawn[j] = values[random.NextInt(values.Count)];
            }

            results[i] = statistic(drawn);
        }

        Array.Sort(results);
        return new ConfidenceInterval(estimate, Quantile.Of(results, (1 - level) / 2), Quantile.Of(results, (1 + level) / 2));
    }
}
