using Protocols.Core;
using Protocols.Net;

namespace Sim.Network;

/// <summary>Watches a NIC: a meter, a capture. It changes nothing, and returns no options.</summary>
public interface INicObserver
{
    /// <summary>A packet was queued and will have departed at <paramref name="departure"/>, now or later.</summary>
    void Transmitted(in Packet packet, Instant departure);

    /// <summary>
    /// A packet told by <see cref="Transmitted"/> will not depart at <paramref name="departure"/> after all: its link changed, and
    /// <see cref="Transmitted"/> follows with the new time, or its NIC went down.
    /// </summary>
    void TransmitRevoked(in Packet packet, Instant departure);

    /// <summary>A packet arrived and was counted.</summary>
    void Received(in Packet packet, Instant at);

    /// <summary>A packet was dropped by the NIC or by the queue of its link, outgoing or incoming. Its options may be gone already.</summary>
    void Dropped(in Packet packet);
}
