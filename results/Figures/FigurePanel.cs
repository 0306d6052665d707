using System.Collections.Generic;

namespace Results.Figures;

/// <summary>One of the panels of a figure, which stand above each other and share the axis of time.</summary>
public sealed class FigurePanel
{
    /// <summary>What it shows, written above it.</summary>
    public required string Title { get; init; }

    /// <summary>What its vertical axis counts, with the unit: <c>Mbit/s</c>.</summary>
    public required string YLabel { get; init; }

    /// <summary>Its lines, in the order of the legend.</summary>
    public required IReadOnlyList<FigureSeries> Series { get; init; }

    /// <summary>
    /// Whether each point stands alone on a line from zero, rather than on a line with its neighbours.
    /// </summary>
    public bool Stems { get; init; }

    /// <summary>
    /// Stretches in which something is wrong, shaded in the colour of alarm; their name goes to the legend.
    /// </summary>
    public IReadOnlyList<FigureSpan> Alarms { get; init; } = [];
}
