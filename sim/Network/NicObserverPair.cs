using Protocols.Core;
using Protocols.Net;

namespace Sim.Network;

/// <summary>Two observers of one NIC.</summary>
internal sealed class NicObserverPair(INicObserver first, INicObserver second) : INicObserver
{
    /// <inheritdoc/>
    public void Transmitted(in Packet packet, Instant departure)
    {
        first.Transmitted(packet, departure);
        second.Transmitted(packet, departure);
    }

    /// <inheritdoc/>
    public void TransmitRevoked(in Packet packet, Instant departure)
    {
        first.TransmitRevoked(packet, departure);
        second.TransmitRevoked(packet, departure);
    }

    /// <inheritdoc/>
    public void Received(in Packet packet, Instant at)
    {
        first.Received(packet, at);
        second.Received(packet, at);
    }

    /// <inheritdoc/>
    public void Dropped(in Packet packet)
    {
        first.Dropped(packet);
        second.Dropped(packet);
    }
}
