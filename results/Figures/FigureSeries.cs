using System.Collections.Generic;

namespace Results.Figures;

/// <summary>One line of a figure.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Seconds">The points' times, in order.</param>
/// <param name="Values">The points' values, as many as times.</param>
public sealed record FigureSeries(string Name, IReadOnlyList<double> Seconds, IReadOnlyList<double> Values);
