using System.Collections.Generic;

namespace Experiments.Sweep;

/// <summary>How a sweep is spread over the machines of a Slurm cluster.</summary>
public sealed record SlurmRequest
{
    /// <summary>The command of one part up to what differs from part to part: program, <c>sweep</c>, scenario, options.</summary>
    public required IReadOnlyList<string> PartCommand { get; init; }

    /// <summary>The partition; null for the cluster's own choice.</summary>
    public string? Partition { get; init; }

    /// <summary>How many parts there are, each a task of one job array; 1 or more.</summary>
    public int Tasks { get; init; } = 8;

    /// <summary>How many runs go on at once in a part, each on a processor; 1 or more.</summary>
    public int Jobs { get; init; } = 1;
}
