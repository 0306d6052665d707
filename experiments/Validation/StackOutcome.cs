using System.Collections.Generic;
using System.Linq;
using Results.Statistics;

namespace Experiments.Validation;

/// <summary>How far the stacks of a scenario are apart.</summary>
/// <param name="Folder">Where the runs and the report are.</param>
/// <param name="Reference">The stack that the others are measured by.</param>
/// <param name="Judged">The others, each with the verdicts on its numbers.</param>
/// <param name="Notices">What the reader should know before trusting the numbers.</param>
public sealed record StackOutcome(
    string Folder, string Reference, IReadOnlyList<(string Stack, IReadOnlyList<StackVerdict> Verdicts)> Judged, IReadOnlyList<string> Notices)
{
    /// <summary>Whether all numbers of all stacks are near enough.</summary>
    public bool Holds => Judged.All(stack => stack.Verdicts.All(verdict => verdict.Holds));
}
