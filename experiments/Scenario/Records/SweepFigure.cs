namespace Experiments.Scenario.Records;

/// <summary>A figure over the runs of a sweep.</summary>
/// <param name="X">The parameter on the horizontal axis.</param>
/// <param name="Y">The path into the summary that is drawn.</param>
/// <param name="By">The parameter that makes one line each; null for one line.</param>
public sealed record SweepFigure(Reference X, Reference Y, Reference? By);
