using System.Collections.Generic;

namespace Results.Recording;

/// <summary>What one interface of one host sent and received during a run.</summary>
public sealed class NicRecord
{
    /// <summary>The host's name in the scenario.</summary>
    public required string Host { get; init; }

    /// <summary>The interface's name on its host.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The counters over time, in order of time: the first at the start of the run, then one every interval, the last
    /// at the end. May be shorter than that, or empty, when the run was cut off.
    /// </summary>
    public required IReadOnlyList<NicSample> Samples { get; init; }

    /// <summary>The name in results: <c>push.nic1</c>.</summary>
    public string Key => $"{Host}.{Name}";
}
