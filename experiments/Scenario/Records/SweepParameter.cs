using System.Collections.Generic;

namespace Experiments.Scenario.Records;

/// <summary>One thing that varies in a sweep.</summary>
/// <param name="Path">The path of a value in the scenario, as <c>--set</c> takes it.</param>
/// <param name="Values">The values it takes, each as one would write it in the file.</param>
public sealed record SweepParameter(Reference Path, IReadOnlyList<Reference> Values);
