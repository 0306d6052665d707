using Protocols.Core;
using Protocols.Net;

namespace Sim.Queues;

/// <summary>A packet that waits, and since when.</summary>
public struct QueuedPacket
{
    /// <summary>The packet.</summary>
    public Packet Packet;

    /// <summary>When it came.</summary>
    public Instant Arrival;
}
