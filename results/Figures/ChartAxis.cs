using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Results.Figures;

/// <summary>A horizontal axis with the values of a parameter: a scale where they are quantities, places where they are words.</summary>
public sealed class ChartAxis
{
    // Values that spread over more than this are drawn on a logarithmic scale, so that the small ones do not fall together.
    private const double WidestLinear = 16;

    /// <summary>An axis of words, or of quantities that stand at equal distances.</summary>
    /// <param name="label">What it shows.</param>
    /// <param name="names">The words, from left to right.</param>
    public ChartAxis(string label, IReadOnlyList<string> names)
    {
        Label = label;
        Names = names;
        Positions = [.. Enumerable.Range(0, names.Count).Select(place => (double)place)];
    }

    /// <summary>An axis of quantities.</summary>
    /// <param name="label">What it shows, with the unit.</param>
    /// <param name="values">The quantities in that unit, in any order.</param>
    public ChartAxis(string label, IReadOnlyList<double> values)
    {
        Label = label;
        IsScale = true;
        IsLogarithmic = values.Min() > 0 && values.Max() / values.Min() > WidestLinear;
        Names = [.. values.Select(value => value.ToString("0.######", CultureInfo.InvariantCulture))];
        Positions = [.. values.Select(value => IsLogarithmic ? Math.Log10(value) : value)];
    }

    /// <summary>What it shows, with the unit.</summary>
    public string Label { get; }

    /// <summary>The text at each value.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Where each value stands: its logarithm on a logarithmic scale.</summary>
    public IReadOnlyList<double> Positions { get; }

    /// <summary>Whether distances mean something.</summary>
    public bool IsScale { get; }

    /// <summary>Whether equal distances are equal ratios.</summary>
    public bool IsLogarithmic { get; }
}
