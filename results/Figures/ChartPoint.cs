namespace Results.Figures;

/// <summary>A point of a chart.</summary>
/// <param name="X">Where it stands on the horizontal axis; the number of the place, from 0, where the axis has names.</param>
/// <param name="Y">Its value.</param>
/// <param name="Low">The lower end of what is likely; NaN where that is not known.</param>
/// <param name="High">The upper end.</param>
public readonly record struct ChartPoint(double X, double Y, double Low, double High);
