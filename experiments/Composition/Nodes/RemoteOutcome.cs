using System.Collections.Generic;
using Results.Recording;

namespace Experiments.Composition.Nodes;

/// <summary>What a run on real hosts left behind.</summary>
internal sealed record RemoteOutcome
{
    /// <summary>What each host saw, in the order of the scenario.</summary>
    public required IReadOnlyList<RunRecord> Hosts { get; init; }

    /// <summary>Where the hosts' files are, in a folder for each.</summary>
    public required string Folder { get; init; }

    /// <summary>What the reader should know, one sentence each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }
}
