using System.Collections.Generic;

namespace Experiments.Sweep;

/// <summary>How a sweep is carried out; none of it changes the results.</summary>
public sealed record SweepRequest
{
    /// <summary>The command line that started it, quoted for a shell.</summary>
    public required string Command { get; init; }

    /// <summary>The words that run one point alone, to which its values and its seed are added: <c>simulator run handover</c>.</summary>
    public required IReadOnlyList<string> RunCommand { get; init; }

    /// <summary>The sweep's folder.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>How many runs go on at once; 1 or more.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>The part that this process does.</summary>
    public SweepShard Shard { get; init; } = SweepShard.Whole;

    /// <summary>Whether to wait while another sweep uses the folder, instead of giving up.</summary>
    public bool Wait { get; init; }

    /// <summary>Whether to put together only what is finished, and run nothing.</summary>
    public bool MergeOnly { get; init; }

    /// <summary>Whether to write the table as CSV, too.</summary>
    public bool Csv { get; init; }

    /// <summary>Whether to keep the recorded series of each run as CSV files.</summary>
    public bool Series { get; init; }

    /// <summary>Whether to make a whole folder of each run, with figures and report.</summary>
    public bool KeepRuns { get; init; }
}
