using Protocols.Core;
using Protocols.Net;

namespace Sim.Network.Middleboxes;

/// <summary>A segment that a <see cref="SegmentCoalescer"/> holds back, in the hope of another one.</summary>
internal sealed class HeldSegment
{
    /// <summary>The segment as it has become.</summary>
    public Packet Packet;

    /// <summary>When it goes on at the latest.</summary>
    public required Instant Deadline { get; init; }

    /// <summary>Where it goes.</summary>
    public required IPacketReceiver Next { get; init; }
}
