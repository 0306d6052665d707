using System.Collections.Generic;

namespace Results.Figures;

/// <summary>What a figure over the runs of a sweep shows: data only, drawn by <see cref="ChartRenderer"/>.</summary>
public sealed class Chart
{
    /// <summary>The name of its files, without extension.</summary>
    public required string FileName { get; init; }

    /// <summary>How it is drawn.</summary>
    public required ChartKind Kind { get; init; }

    /// <summary>What it shows, written above it.</summary>
    public required string Title { get; init; }

    /// <summary>What bands and whiskers mean, and of how many runs; written below the title.</summary>
    public required string Note { get; init; }

    /// <summary>The horizontal axis; of <see cref="ChartKind.Ecdf"/> null, since there the values themselves stand on it.</summary>
    public required ChartAxis? X { get; init; }

    /// <summary>What the values are, with the unit.</summary>
    public required string ValueLabel { get; init; }

    /// <summary>What tells the series apart; of a heat map, what its vertical axis shows.</summary>
    public required string SeriesLabel { get; init; }

    /// <summary>The lines, colours of bars or rows of cells.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }
}
