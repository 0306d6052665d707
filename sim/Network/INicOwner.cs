using Protocols.Net;

namespace Sim.Network;

/// <summary>The host a NIC belongs to.</summary>
public interface INicOwner
{
    /// <summary>The host's name.</summary>
    string Name { get; }

    /// <summary>Takes a packet that has arrived now. The owner copies what it keeps and owns the packet's options from here on.</summary>
    void Receive(in Packet packet, Nic nic);
}
