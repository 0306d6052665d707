using System;
using System.Collections.Generic;
using System.Linq;

namespace Results.Statistics;

/// <summary>Finds where a series stops to depend on how it began, so that the warm-up can be left out of means.</summary>
public static class Transient
{
    private const int BatchLength = 5;

    /// <summary>
    /// How many values to leave out at the beginning: MSER-5 (White, Cobb and Spratt, 2000). Of all cuts it takes the one after which
    /// the mean of the rest has the smallest standard error, in batches of five.
    /// </summary>
    /// <param name="values">The series.</param>
    /// <returns>
    /// The number of values, a multiple of five; null where the best cut lies in the second half: then the series is too short to say.
    /// </returns>
    public static int? LengthOf(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] batches = [.. values.Chunk(BatchLength).Where(batch => batch.Length == BatchLength).Select(batch => batch.Average())];
        double best = double.PositiveInfinity;
        int cut = 0;
        double sum = 0;
        double squares = 0;

        // From the end to the beginning, so that each cut adds one batch to what is kept; of equal ones the longest rest wins.
        for (int from = batches.Length - 1; from >= 0; from--)
        {
            int kept = batches.Length - from;
            sum += batches[from];
            squares += batches[from] * batches[from];
            double error = Math.Max(squares - (sum * sum / kept), 0) / ((double)kept * kept);
            if (kept >= BatchLength && error <= best)
            {
                (best, cut) = (error, from);
            }
        }

        return batches.Length < 2 * BatchLength || cut > batches.Length / 2 ? null : cut * BatchLength;
    }
}
