namespace Experiments.Composition;

/// <summary>Something that a machine has or lacks.</summary>
/// <param name="What">What it is.</param>
/// <param name="IsThere">Whether it is there.</param>
/// <param name="Detail">Which one, or what was seen instead.</param>
/// <param name="Remedy">How to get it: a command; empty where there is nothing to do.</param>
public sealed record Finding(string What, bool IsThere, string Detail, string Remedy);
