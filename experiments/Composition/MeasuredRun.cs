using System.Collections.Generic;
using System.Text.Json;

namespace Experiments.Composition;

/// <summary>The numbers of one run.</summary>
/// <param name="Summary">The content of <c>summary.json</c>, expectations included.</param>
/// <param name="Quantities">
/// The quantities that the scenario names under <c>let</c>, in the order written; those without a value in this run are left out.
/// </param>
public sealed record MeasuredRun(JsonElement Summary, IReadOnlyList<KeyValuePair<string, double>> Quantities);
