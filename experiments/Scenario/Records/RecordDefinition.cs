using System.Collections.Generic;
using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>What a run records.</summary>
public sealed record RecordDefinition
{
    /// <summary>The time between two rows of the recorded series; positive.</summary>
    public Duration Interval { get; init; } = new(Duration.PicosecondsPerSecond / 10);

    /// <summary>The start of the measured window of means; 0 or more, before the end of the run.</summary>
    public Duration WarmUp { get; init; }

    /// <summary>The NICs whose packets are written to pcapng files, as <c>host.nic</c>.</summary>
    public IReadOnlyList<TimelineTarget> Pcap { get; init; } = [];
}
