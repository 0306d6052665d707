using Protocols.Core;
using Protocols.Net;

namespace Sim.Network;

/// <summary>Where two network elements meet.</summary>
public interface IPacketReceiver
{
    /// <summary>Takes a packet that arrives at <paramref name="at"/>.</summary>
    /// <param name="packet">The packet; the receiver copies what it keeps and owns its options from here on.</param>
    /// <param name="at">When its last bit arrives: now, or later where feed-forward tells of it ahead of time.</param>
    void Receive(in Packet packet, Instant at);
}
