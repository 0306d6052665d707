namespace Experiments.Scenario;

/// <summary>What is wrong with a media file.</summary>
/// <param name="Error">Why it cannot be used, such as "not an FLV file"; null if it can.</param>
/// <param name="Notice">What is odd about it, such as a truncated last tag; null if nothing is.</param>
public sealed record MediaVerdict(string? Error = null, string? Notice = null);
