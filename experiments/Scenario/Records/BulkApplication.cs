using System.Collections.Generic;
using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>Bulk transfer: one connection per pair of hosts that sends as fast as its transport lets it.</summary>
public sealed record BulkApplication : ApplicationDefinition
{
    /// <inheritdoc/>
    public override string Kind => "bulk";

    /// <summary>Which hosts send to which.</summary>
    public required TrafficPairs Pairs { get; init; }

    /// <summary>How much each connection sends; null for no end.</summary>
    public ByteSize? Bytes { get; init; }

    /// <summary>The transport, or null for that of the sending host's stack.</summary>
    public TransportKind? Transport { get; init; }

    /// <summary>The congestion control, or null for that of the sending host's stack.</summary>
    public Reference? Congestion { get; init; }

    /// <summary>The packet scheduler, or null for that of the sending host's stack.</summary>
    public Reference? Scheduler { get; init; }

    /// <summary>
    /// How many subflows each connection has; null leaves that to the path manager or to the lists below.
    /// </summary>
    public int? SubflowCount { get; init; }

    /// <summary>The NICs of each subflow (source, destination); empty where they were not given.</summary>
    public IReadOnlyList<SubflowNics> Subflows { get; init; } = [];

    /// <summary>The routers or links that each subflow takes, in order; empty for the usual routes.</summary>
    public IReadOnlyList<IReadOnlyList<Reference>> Via { get; init; } = [];
}
