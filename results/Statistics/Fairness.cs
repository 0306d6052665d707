using System;
using System.Collections.Generic;

namespace Results.Statistics;

/// <summary>How evenly something is shared.</summary>
public static class Fairness
{
    /// <summary>
    /// Jain's index of shares (Jain, Chiu and Hawe, 1984): 1 where all are equal, 1/n where one has everything. NaN for no shares; where
    /// nobody has anything, all are equal.
    /// </summary>
    /// <param name="shares">The shares, 0 or more each.</param>
    public static double Jain(IReadOnlyCollection<double> shares)
    {
        double sum = 0;
        double squares = 0;
        foreach (double share in shares)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(share);
            sum += share;
            squares += share * share;
        }

        return shares.Count == 0 ? double.NaN : squares == 0 ? 1 : sum * sum / (shares.Count * squares);
    }
}
