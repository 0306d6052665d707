using System.Collections.Generic;

namespace Experiments.Composition.Live;

/// <summary>How a role ended.</summary>
/// <param name="End">What ended it.</param>
/// <param name="Failure">Why it failed, for a person to read; null when it did not.</param>
/// <param name="Last">How it stood at the end.</param>
/// <param name="Files">The files of its results worth looking at first; empty when nothing was recorded.</param>
public sealed record LiveOutcome(LiveEnd End, string? Failure, LiveProgress Last, IReadOnlyList<string> Files);
