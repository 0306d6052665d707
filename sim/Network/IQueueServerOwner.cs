using Protocols.Core;
using Protocols.Net;
using Sim.Queues;

namespace Sim.Network;

/// <summary>Learns what a <see cref="QueueServer"/> does with the packets it took.</summary>
internal interface IQueueServerOwner : IDropReceiver
{
    /// <summary>The transmission of a packet began; it will have departed at <paramref name="departure"/>.</summary>
    void OnTransmitting(in Packet packet, Instant departure);

    /// <summary>The packet under transmission departs at another time than was told, or (<see cref="Instant.Never"/>) not at all.</summary>
    void OnRetimed(in Packet packet, Instant old, Instant departure);

    /// <summary>A packet has departed, now.</summary>
    void OnDeparted(in Packet packet);
}
