namespace Results.Statistics;

/// <summary>A value of the scenario that differs between two results.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Before">Its value in the first; null where it has none.</param>
/// <param name="After">Its value in the second; null where it has none.</param>
public sealed record ChangedSetting(string Path, string? Before, string? After);
