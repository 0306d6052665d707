namespace Results.Recording;

/// <summary>A figure over the runs of a sweep, as it was asked for.</summary>
/// <param name="X">The parameter on the horizontal axis; null where the values themselves stand there.</param>
/// <param name="Y">The column that is drawn.</param>
/// <param name="By">The parameter that makes one line each, or the vertical axis of a field of colours; null for one line.</param>
/// <param name="Kind">How it is drawn: <c>lines</c>, <c>bars</c>, <c>heatmap</c> or <c>ecdf</c>.</param>
public sealed record SweepView(string? X, string Y, string? By, string Kind);
