using System.Collections.Generic;

namespace Results.Recording;

/// <summary>One finished run of a sweep: what it was, what came out, what it cost.</summary>
public sealed record FinishedRun
{
    /// <summary>The run's identity: hexadecimal digits that depend on the scenario as resolved, the seed and the program.</summary>
    public required string Id { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The values of the point, path by path as written; for readers of the file.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>
    /// Every number of the summary by its path, such as <c>players.client.stall_time_s</c>; null where the run has none. Equal for
    /// equal identities.
    /// </summary>
    public required IReadOnlyList<KeyValuePair<string, double?>> Numbers { get; init; }

    /// <summary>The fingerprints, by their paths. Equal for equal identities.</summary>
    public required IReadOnlyList<KeyValuePair<string, string?>> Texts { get; init; }

    /// <summary>Processor seconds that the simulation took.</summary>
    public double CpuSeconds { get; init; }

    /// <summary>Seconds on the wall clock that the simulation took.</summary>
    public double WallSeconds { get; init; }

    /// <summary>The conditions of <c>expect</c> that did not hold, as written.</summary>
    public IReadOnlyList<string> Unmet { get; init; } = [];
}
