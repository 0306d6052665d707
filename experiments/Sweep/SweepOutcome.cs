using System.Collections.Generic;

namespace Experiments.Sweep;

/// <summary>What came out of a sweep.</summary>
public sealed record SweepOutcome
{
    /// <summary>The sweep's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>How many runs the sweep has.</summary>
    public required int Planned { get; init; }

    /// <summary>How many of them are finished.</summary>
    public required int Finished { get; init; }

    /// <summary>How many of them this process did.</summary>
    public required int Done { get; init; }

    /// <summary>How many of the finished ones did not meet an expectation of the scenario.</summary>
    public int Unmet { get; init; }

    /// <summary>How long this process took for its runs, on the wall clock.</summary>
    public double Seconds { get; init; }

    /// <summary>The processor seconds of the runs that this process did, without waiting for compilation.</summary>
    public double CpuSeconds { get; init; }

    /// <summary>The runs that failed.</summary>
    public IReadOnlyList<SweepFailure> Failures { get; init; } = [];

    /// <summary>Whether the user stopped it.</summary>
    public bool Interrupted { get; init; }

    /// <summary>The files worth looking at, relative to the folder; none where a part of a sweep leaves the rest to others.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}
