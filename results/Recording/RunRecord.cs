using System.Collections.Generic;
using Protocols.Core;

namespace Results.Recording;

/// <summary>
/// Everything that is known of one finished run, as plain data: what was asked for, what was measured, what it cost.
/// All result files, figures and the report are made from it and from nothing else.
/// </summary>
/// <remarks>
/// Lists keep the order of the scenario file; what a run does not have (players, links) is an empty list.
/// </remarks>
public sealed class RunRecord
{
    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>The scenario's description; empty when it has none.</summary>
    public string Description { get; init; } = "";

    /// <summary>The scenario as resolved, every default filled in: a JSON object.</summary>
    public string ScenarioJson { get; init; } = "{}";

    /// <summary>The seed of every random number in the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How long the run lasted, in its own time.</summary>
    public required Duration Duration { get; init; }

    /// <summary>Where the measured window begins (<c>record.warm-up</c>); it ends with the run.</summary>
    public Duration WarmUp { get; init; }

    /// <summary>The time between samples (<c>record.interval</c>); positive.</summary>
    public required Duration Interval { get; init; }

    /// <summary>The kind of stack: <c>model</c>, <c>kernel</c> or <c>linux</c>.</summary>
    public required string Stack { get; init; }

    /// <summary>The command line that repeats the run; empty when there is none.</summary>
    public string Command { get; init; } = "";

    /// <summary>
    /// What the run was made with, name and version, for the manifest: <c>simulator</c>, <c>runtime</c>,
    /// <c>kernel</c>, <c>machine</c>.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Versions { get; init; } = [];

    /// <summary>The topology in words, one sentence or line each.</summary>
    public IReadOnlyList<string> Topology { get; init; } = [];

    /// <summary>The hosts and how they were set up.</summary>
    public IReadOnlyList<HostRecord> Hosts { get; init; } = [];

    /// <summary>
    /// The stretches between the timeline's instants, without holes from the start of the run to its end.
    /// </summary>
    public required IReadOnlyList<RunPhase> Phases { get; init; }

    /// <summary>The timeline, in order of time.</summary>
    public IReadOnlyList<RunEvent> Events { get; init; } = [];

    /// <summary>The interfaces of the hosts.</summary>
    public IReadOnlyList<NicRecord> Nics { get; init; } = [];

    /// <summary>The links, each direction on its own.</summary>
    public IReadOnlyList<LinkRecord> Links { get; init; } = [];

    /// <summary>The transport connections.</summary>
    public IReadOnlyList<ConnectionRecord> Connections { get; init; } = [];

    /// <summary>The media sources.</summary>
    public IReadOnlyList<SourceRecord> Sources { get; init; } = [];

    /// <summary>The viewers.</summary>
    public IReadOnlyList<PlayerRecord> Players { get; init; } = [];

    /// <summary>What the run cost.</summary>
    public required EngineRecord Engine { get; init; }

    /// <summary>The three hashes of the run; null where time is real and nothing repeats exactly.</summary>
    public RunFingerprint? Fingerprint { get; init; }

    /// <summary>What the reader should know before trusting the numbers, one sentence each.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
