using System.Collections.Generic;
using System.Text.Json;

namespace Experiments.Composition;

/// <summary>What came out of a run.</summary>
public sealed record RunOutcome
{
    /// <summary>The folder with the results.</summary>
    public required string Folder { get; init; }

    /// <summary>The content of <c>summary.json</c>.</summary>
    public required JsonElement Summary { get; init; }

    /// <summary>The scenario's conditions in the order written.</summary>
    public required IReadOnlyList<ExpectationOutcome> Expectations { get; init; }

    /// <summary>The files worth looking at first, relative to the folder: the report and the figures.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>What the reader should know before trusting the numbers, one sentence each.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>
    /// Why the report and the figures could not be written, when there was space for the numbers only; null when all is there. The verb
    /// <c>report</c> makes them from the rest.
    /// </summary>
    public string? WhyNoReport { get; init; }
}
