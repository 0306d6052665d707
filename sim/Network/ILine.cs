using Protocols.Core;
using Protocols.Net;

namespace Sim.Network;

/// <summary>How fast a link's transmitter is: one frame after the other, each from its beginning to its departure.</summary>
internal interface ILine
{
    /// <summary>The earliest instant, <paramref name="now"/> or later, at which a transmission can begin; <see cref="Instant.Never"/> if none.</summary>
    Instant BeginsAt(Instant now);

    /// <summary>Transmits a packet.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="begin">When its transmission begins: what <see cref="BeginsAt"/> said, and not before the one before it has departed.</param>
    /// <returns>When its last bit leaves; <see cref="Instant.Never"/> if it never does.</returns>
    Instant Transmit(in Packet packet, Instant begin);

    /// <summary>The rate at an instant; null: sending takes no time.</summary>
    BitRate? RateAt(Instant now);
}
