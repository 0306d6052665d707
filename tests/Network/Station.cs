using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;
using Sim.Network;

namespace Tests.Network;

/// <summary>A host that remembers what it received and when.</summary>
internal sealed class Station(Simulation simulation, string name) : INicOwner
{
    public string Name { get; } = name;

    public List<(Instant At, Packet Packet, Nic Nic)> Received { get; } = [];

    public List<Instant> Arrivals => Received.ConvertAll(item => item.At);

    public List<uint> Numbers => Received.ConvertAll(item => item.Packet.SequenceNumber);

    public void Receive(in Packet packet, Nic nic) => Received.Add((simulation.Now, packet, nic));
}
