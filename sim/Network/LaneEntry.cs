using Protocols.Net;

namespace Sim.Network;

/// <summary>A packet on a link.</summary>
internal struct LaneEntry
{
    /// <summary>When its last bit leaves the sending end, in picoseconds.</summary>
    public long Departure;

    /// <summary>When its last bit reaches the far end, in picoseconds.</summary>
    public long Arrival;

    /// <summary>The packet.</summary>
    public Packet Packet;
}
