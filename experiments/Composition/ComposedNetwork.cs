using System.Collections.Generic;
using Protocols.Net;
using Sim.Emulation;
using Sim.Hosts;
using Sim.Kernel;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>A simulated network, built and ready to run, with the names of the scenario.</summary>
internal sealed class ComposedNetwork
{
    /// <summary>Its time.</summary>
    public required Simulation Simulation { get; init; }

    /// <summary>Its packets.</summary>
    public required PacketContext Packets { get; init; }

    /// <summary>Its elements.</summary>
    public required Topology Topology { get; init; }

    /// <summary>The hash of all arrivals.</summary>
    public required ArrivalTrace Trace { get; init; }

    /// <summary>Its simulated hosts by name, in the scenario's order.</summary>
    public required IReadOnlyDictionary<string, SimHost> Hosts { get; init; }

    /// <summary>All its hosts by name, in the scenario's order, those that are not simulated too.</summary>
    public required IReadOnlyDictionary<string, INicOwner> Owners { get; init; }

    /// <summary>Its cables, in the order in which they were connected.</summary>
    public required IReadOnlyList<WiredCable> Cables { get; init; }

    /// <summary>Its links, both directions of each, in the scenario's order.</summary>
    public required IReadOnlyList<NamedLink> Links { get; init; }

    /// <summary>What attaches each NIC to the network, in words: <c>isp1, 10 Mbit/s, 5 ms</c>.</summary>
    public required IReadOnlyDictionary<Nic, string> Attachments { get; init; }
}

/// <summary>One direction of a link.</summary>
/// <param name="Name">The link's name in results.</param>
/// <param name="From">The sending end.</param>
/// <param name="To">The receiving end.</param>
/// <param name="Link">The link.</param>
internal readonly record struct NamedLink(string Name, string From, string To, Link Link);
