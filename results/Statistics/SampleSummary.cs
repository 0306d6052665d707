using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Results.Statistics;

/// <summary>A sample of measurements, for instance one number from each of several seeds, in a few numbers.</summary>
public sealed class SampleSummary
{
    private readonly double[] _sorted;

    /// <summary>Summarises measurements; their order does not matter.</summary>
    /// <param name="values">At least one finite number.</param>
    /// <exception cref="ArgumentException">There is none, or one is not finite.</exception>
    public SampleSummary(IEnumerable<double> values)
    {
        _sorted = [.. values.Order()];
        if (_sorted.Length == 0 || !_sorted.All(double.IsFinite))
        {
            throw new ArgumentException("A sample is at least one number, and all of them finite.", nameof(values));
        }
    }

    /// <summary>How many measurements there are.</summary>
    public int Count => _sorted.Length;

    /// <summary>The arithmetic mean.</summary>
    public double Mean => _sorted.Mean();

    /// <summary>The median.</summary>
    public double Median => Quantile(0.5);

    /// <summary>The smallest measurement.</summary>
    public double Minimum => _sorted[0];

    /// <summary>The largest measurement.</summary>
    public double Maximum => _sorted[^1];

    /// <summary>
    /// The standard deviation of the population the sample is from (divisor n - 1); 0 for a single measurement.
    /// </summary>
    public double StandardDeviation => Count > 1 ? _sorted.StandardDeviation() : 0;

    /// <summary>
    /// Half the width of the 95 % confidence interval of the mean, by Student's t with n - 1 degrees of freedom; 0
    /// for a single measurement, of which nothing can be said.
    /// </summary>
    public double Confidence95 => Count > 1
        ? StudentT.InvCDF(0, 1, Count - 1, 0.975) * StandardDeviation / Math.Sqrt(Count)
        : 0;

    /// <summary>
    /// A quantile, interpolated between measurements (Hyndman and Fan's type 7, the default of R and NumPy).
    /// </summary>
    /// <param name="share">From 0, the smallest, to 1, the largest.</param>
    public double Quantile(double share) =>
        SortedArrayStatistics.QuantileCustom(_sorted, share, QuantileDefinition.R7);
}
