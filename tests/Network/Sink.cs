using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;
using Sim.Network;

namespace Tests.Network;

/// <summary>The far end of a link under test.</summary>
internal sealed class Sink : IPacketReceiver
{
    public List<Instant> Arrivals { get; } = [];

    public List<uint> Numbers { get; } = [];

    public void Receive(in Packet packet, Instant at)
    {
        Arrivals.Add(at);
        Numbers.Add(packet.SequenceNumber);
    }
}
