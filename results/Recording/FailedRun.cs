namespace Results.Recording;

/// <summary>A run of a sweep that failed.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Command">The command that does it alone.</param>
public sealed record FailedRun(string Reason, string Command);
