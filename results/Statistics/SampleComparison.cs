using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Results.Statistics;

/// <summary>How the mean of one sample differs from that of another.</summary>
/// <param name="MeanBefore">The mean of the first sample.</param>
/// <param name="MeanAfter">The mean of the second.</param>
/// <param name="Difference">The second mean minus the first, with its 95 % confidence interval; NaN ends where nothing is known of it.</param>
/// <param name="PValue">
/// The probability that chance alone makes such a difference or a larger one; NaN where nothing is known of it.
/// </param>
/// <param name="Count">How many pairs there are, or values of the smaller sample.</param>
/// <param name="IsPaired">Whether values were compared pair by pair.</param>
public readonly record struct SampleComparison(
    double MeanBefore, double MeanAfter, ConfidenceInterval Difference, double PValue, int Count, bool IsPaired)
{
    /// <summary>The difference as a share of the first mean; NaN where that is zero.</summary>
    public double Share => MeanBefore == 0 ? double.NaN : Difference.Estimate / Math.Abs(MeanBefore);

    /// <summary>
    /// Compares two variants that were run with the same seeds: what both have in common through the seed cancels out (Student's t of
    /// the differences).
    /// </summary>
    /// <param name="before">The values of the first variant.</param>
    /// <param name="after">The values of the second, in the same order of seeds; as many.</param>
    public static SampleComparison Paired(IReadOnlyList<double> before, IReadOnlyList<double> after)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(before.Count, after.Count);
        double[] differences = [.. after.Zip(before, (second, first) => second - first)];
        ConfidenceInterval difference = ConfidenceInterval.OfMean(differences);
        double error = differences.Length < 2 ? double.NaN : differences.StandardDeviation() / Math.Sqrt(differences.Length);
        double p = TwoSided(difference.Estimate, error, differences.Length - 1);
        return new SampleComparison(before.Mean(), after.Mean(), difference, p, differences.Length, IsPaired: true);
    }

    /// <summary>Compares two samples that have nothing in common, with variances of their own (Welch, 1947).</summary>
    public static SampleComparison Independent(IReadOnlyList<double> before, IReadOnlyList<double> after)
    {
        double difference = after.Mean() - before.Mean();
        int count = Math.Min(before.Count, after.Count);
        if (count < 2)
        {
            return new SampleComparison(
                before.Mean(), after.Mean(), new ConfidenceInterval(difference, double.NaN, double.NaN), double.NaN, count, IsPaired: false);
        }

        double first = before.Variance() / before.Count;
        double second = after.Variance() / after.Count;
        double error = Math.Sqrt(first + second);

        // Welch and Satterthwaite's degrees of freedom; any will do where nothing varies.
        double freedom = error == 0
            ? count - 1
            : (first + second) * (first + second) / ((first * first / (before.Count - 1)) + (second * second / (after.Count - 1)));
        double half = error == 0 ? 0 : StudentT.InvCDF(0, 1, freedom, (1 + ConfidenceInterval.UsualLevel) / 2) * error;
        ConfidenceInterval interval = new(difference, difference - half, difference + half);
        return new SampleComparison(before.Mean(), after.Mean(), interval, TwoSided(difference, error, freedom), count, IsPaired: false);
    }

    private static double TwoSided(double difference, double error, double freedom)
    {
        if (double.IsNaN(error) || freedom < 1)
        {
            return double.NaN;
        }

        // Where nothing varies, any difference is one.
        return error == 0
            ? (difference == 0 ? 1 : 0)
            : 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(difference / error));
    }
}
