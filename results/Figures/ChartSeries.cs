using System.Collections.Generic;

namespace Results.Figures;

/// <summary>One line, one colour of bars, or one row of cells of a chart.</summary>
/// <param name="Name">Its name in the legend; empty where there is only one.</param>
/// <param name="Points">Its points, from left to right.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points);
