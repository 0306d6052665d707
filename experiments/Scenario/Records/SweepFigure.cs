namespace Experiments.Scenario.Records;

/// <summary>A figure over the runs of a sweep.</summary>
/// <param name="X">The parameter on the horizontal axis; of <see cref="SweepFigureKind.Ecdf"/> none.</param>
/// <param name="Y">The path into the summary that is drawn.</param>
/// <param name="By">
/// The parameter that makes one line each, or the vertical axis of a heat map; null for one line.
/// </param>
/// <param name="Kind">How it is drawn.</param>
public sealed record SweepFigure(Reference? X, Reference Y, Reference? By, SweepFigureKind Kind);
