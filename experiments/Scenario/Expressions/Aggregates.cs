using System;
using System.Collections.Generic;
using System.Linq;

namespace Experiments.Scenario.Expressions;

/// <summary>Numbers that sum up a list of numbers.</summary>
internal static class Aggregates
{
    /// <summary>The fairness index of Jain, Chiu and Hawe (1984): 1 where all shares are equal, 1/n where one has all.</summary>
    /// <param name="shares">One share or more.</param>
    public static double Fairness(IReadOnlyList<double> shares)
    {
        double sum = shares.Sum();
        double squares = shares.Sum(share => share * share);
        return squares == 0 ? 1 : sum * sum / (shares.Count * squares);
    }

    /// <summary>The value that so many per cent of the list lie below; between two of them a straight line.</summary>
    /// <param name="amounts">One number or more, in any order.</param>
    /// <param name="percent">From 0, the least, to 100, the greatest.</param>
    public static double Percentile(IReadOnlyList<double> amounts, double percent)
    {
        double[] ranked = [.. amounts.Order()];
        double rank = percent / 100 * (ranked.Length - 1);
        int below = (int)rank;
        int above = Math.Min(below + 1, ranked.Length - 1);
        return ranked[below] + (rank - below) * (ranked[above] - ranked[below]);
    }
}
