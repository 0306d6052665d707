using Protocols.Core;
using Protocols.Net;

namespace Sim.Network.Middleboxes;

/// <summary>Where one direction of a link enters a middlebox.</summary>
/// <param name="box">The box.</param>
/// <param name="direction">The direction.</param>
/// <param name="next">What lies behind the box.</param>
internal sealed class MiddleboxPort(IMiddlebox box, Passage direction, IPacketReceiver next) : IPacketReceiver
{
    /// <inheritdoc/>
    public void Receive(in Packet packet, Instant at) => box.Pass(packet, direction, at, next);
}
