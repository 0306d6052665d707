using Protocols.Core;
using Protocols.Net;
using Sim.Queues;

namespace Sim.Network;

/// <summary>Learns what a <see cref="QueueServer"/> does with the packets it took.</summary>
internal interface IQueueServerOwner : IDropReceiver
{
    /// <summary>The transmission of a packet began; it will have departed at <paramref name="departure"/>, <see cref="Instant.Never"/> in an outage without end.</summary>
    void OnTransmitting(in Packet packet, Instant departure);

    /// <summary>The packet under transmission departs at another time than was told.</summary>
    void OnRetimed(in Packet packet, Instant old, Instant departure);

    /// <summary>The packet under transmission, which was to depart at <paramref name="departure"/>, is dropped; its options are the owner's to return.</summary>
    void OnRevoked(in Packet packet, Instant departure);

    /// <summary>A packet has departed, now.</summary>
    void OnDeparted(in Packet packet);
}
