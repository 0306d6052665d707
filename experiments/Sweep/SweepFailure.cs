namespace Experiments.Sweep;

/// <summary>A run that failed.</summary>
/// <param name="Run">The run.</param>
/// <param name="Reason">Why.</param>
/// <param name="Command">The command that does it alone.</param>
public sealed record SweepFailure(SweepRun Run, string Reason, string Command);
