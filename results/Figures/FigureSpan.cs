namespace Results.Figures;

/// <summary>A stretch of time that a figure shades.</summary>
/// <param name="FromSeconds">Where it begins.</param>
/// <param name="ToSeconds">Where it ends.</param>
/// <param name="Name">What is written into it, where there is room.</param>
public sealed record FigureSpan(double FromSeconds, double ToSeconds, string Name);
