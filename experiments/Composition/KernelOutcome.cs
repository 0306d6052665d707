using System.Collections.Generic;
using Experiments.Scenario.Records;
using Results.Recording;

namespace Experiments.Composition;

/// <summary>What a run on real kernels left behind.</summary>
internal sealed record KernelOutcome
{
    /// <summary>What the hosts were connected by.</summary>
    public required LinkKind Kind { get; init; }

    /// <summary>The network as the address plan has it.</summary>
    public required ComposedNetwork Network { get; init; }

    /// <summary>The applications.</summary>
    public required IReadOnlyList<IComposedApplication> Applications { get; init; }

    /// <summary>The interfaces.</summary>
    public required IReadOnlyList<NicRecord> Nics { get; init; }

    /// <summary>The simulated links; empty where links are real.</summary>
    public required IReadOnlyList<LinkRecord> Links { get; init; }

    /// <summary>The connections.</summary>
    public required IReadOnlyList<ConnectionRecord> Connections { get; init; }

    /// <summary>What it cost.</summary>
    public required EngineRecord Engine { get; init; }

    /// <summary>What the reader should know, one sentence each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }
}
