using System;
using Protocols.Core;

namespace Sim.Queues;

/// <summary>The parameters of CoDel (RFC 8289, 4.2 and 4.3; the defaults are those of the RFC and of Linux).</summary>
public sealed record CoDelSettings
{
    /// <summary>The standing delay that is acceptable; positive.</summary>
    public Duration Target { get; init; } = Duration.FromMilliseconds(5);

    /// <summary>How long the delay must stay above the target before a packet is dropped: about a round-trip time; positive.</summary>
    public Duration Interval { get; init; } = Duration.FromMilliseconds(100);

    /// <summary>Whether packets of ECN-capable transports are marked instead of dropped.</summary>
    public bool MarksCongestion { get; init; }

    /// <summary>The largest frame, in bytes: while no more than this waits, nothing is dropped.</summary>
    public int LargestFrame { get; init; } = 1514;

    /// <summary>Throws when a value is out of its range.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Target.Picoseconds, 1, nameof(Target));
        ArgumentOutOfRangeException.ThrowIfLessThan(Interval.Picoseconds, 1, nameof(Interval));
    }
}
