namespace Results.Statistics;

/// <summary>A number that differs between two results.</summary>
/// <param name="Name">Its path in the summary.</param>
/// <param name="Comparison">How it differs.</param>
/// <param name="IsSignificant">
/// Whether it is more than chance, such that of all numbers that are called so, with 95 % probability not one is chance.
/// </param>
public sealed record ChangedNumber(string Name, SampleComparison Comparison, bool IsSignificant);
