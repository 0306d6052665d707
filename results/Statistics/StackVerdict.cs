using System;
using System.Collections.Generic;
using System.Linq;

namespace Results.Statistics;

/// <summary>How far one number of a simulation lies from that of real runs, and whether that is near enough.</summary>
/// <remarks>
/// The simulation's value is its median over seeds. It must lie within the spread of the real runs, or within 10 % of their median,
/// whichever is wider, and the number's own resolution is always allowed.
/// </remarks>
public sealed class StackVerdict
{
    /// <summary>What is near enough beside the spread of the real runs, as a share of their median.</summary>
    public const double Margin = 0.1;

    private StackVerdict(ComparedQuantity quantity, SampleSummary reference, SampleSummary judged)
    {
        Group = quantity.Group;
        Name = quantity.Name;
        Reference = reference;
        Judged = judged;
        double margin = Math.Max(Math.Abs(reference.Median) * Margin, quantity.Tolerance);
        Lowest = Math.Min(reference.Minimum, reference.Median - margin);
        Highest = Math.Max(reference.Maximum, reference.Median + margin);
    }

    /// <summary>What the number is about.</summary>
    public string Group { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its values in the real runs.</summary>
    public SampleSummary Reference { get; }

    /// <summary>Its values in the runs that are judged.</summary>
    public SampleSummary Judged { get; }

    /// <summary>The least value that is near enough.</summary>
    public double Lowest { get; }

    /// <summary>The greatest value that is near enough.</summary>
    public double Highest { get; }

    /// <summary>How far the judged median lies from the real one, as a share of that; null where that is zero.</summary>
    public double? Distance => Reference.Median == 0 ? null : (Judged.Median - Reference.Median) / Math.Abs(Reference.Median);

    /// <summary>Whether it is near enough.</summary>
    public bool Holds => Judged.Median >= Lowest && Judged.Median <= Highest;

    /// <summary>Judges all numbers that both sides have, in the order of the real runs.</summary>
    /// <param name="reference">The numbers of each real run.</param>
    /// <param name="judged">The numbers of each run that is judged.</param>
    public static IReadOnlyList<StackVerdict> Of(
        IReadOnlyList<IReadOnlyList<ComparedQuantity>> reference, IReadOnlyList<IReadOnlyList<ComparedQuantity>> judged)
    {
        ILookup<string, double> values = judged.SelectMany(run => run).ToLookup(KeyOf, quantity => quantity.Value);
        return
        [
            .. reference.SelectMany(run => run).GroupBy(KeyOf).Where(group => values.Contains(group.Key)).Select(group =>
                new StackVerdict(group.First(), new SampleSummary(group.Select(quantity => quantity.Value)), new SampleSummary(values[group.Key]))),
        ];
    }

    private static string KeyOf(ComparedQuantity quantity) => $"{quantity.Group}: {quantity.Name}";
}
