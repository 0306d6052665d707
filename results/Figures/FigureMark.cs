namespace Results.Figures;

/// <summary>An instant that a figure marks with a line.</summary>
/// <param name="Seconds">When it was.</param>
/// <param name="Text">What happened, written above the line where there is room.</param>
public sealed record FigureMark(double Seconds, string Text);
