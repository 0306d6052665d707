namespace Experiments.Sweep;

/// <summary>One run of a sweep.</summary>
/// <param name="Point">Its point.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Id">Its identity.</param>
public sealed record SweepRun(SweepPoint Point, long Seed, string Id);
