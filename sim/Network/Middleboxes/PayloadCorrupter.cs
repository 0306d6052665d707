using Protocols.Core;
using Protocols.Net;

namespace Sim.Network.Middleboxes;

/// <summary>Changes payload, as application-level gateways do that rewrite addresses in it, and mends the TCP checksum.</summary>
/// <remarks>
/// Only the checksum of a DSS can tell (RFC 8684, 3.3.1 and 3.7). Payload stays with its sender in this simulator, so what is changed
/// here is that checksum: it no longer fits the bytes, which is all that a receiver can see. Packets without one pass unchanged.
/// </remarks>
/// <param name="pool">The options of packets.</param>
/// <param name="share">How likely a packet with payload is changed, 0 to 1.</param>
/// <param name="random">Decides which.</param>
public sealed class PayloadCorrupter(PacketOptionPool pool, double share, RandomStream random) : IMiddlebox
{
    // Any change but zero will do.
    private const ushort Difference = 0x5555;

    /// <summary>Packets changed.</summary>
    public long ChangedPackets { get; private set; }

    /// <inheritdoc/>
    public void Pass(in Packet packet, Passage direction, Instant at, IPacketReceiver next)
    {
        if (packet is { PayloadLength: > 0, Options: not 0 } && random.NextDouble() < share)
        {
            Corrupt(ref pool[packet.Options]);
        }

        next.Receive(packet, at);
    }

    private void Corrupt(ref PacketOptions options)
    {
        if (options.Has(PacketOptionKinds.DataSequenceSignal) && options.Dss is { HasMapping: true, HasChecksum: true })
        {
            ChangedPackets++;
            options.Dss.Checksum ^= Difference;
        }
        else if (options.Has(PacketOptionKinds.MpCapable) && options.MpCapable.HasChecksum)
        {
            ChangedPackets++;
            options.MpCapable.Checksum ^= Difference;
        }
    }
}
