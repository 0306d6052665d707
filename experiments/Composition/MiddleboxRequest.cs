using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Net;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>What a middlebox is to be made for: one link.</summary>
/// <param name="Definition">What the scenario says of it.</param>
/// <param name="Fabric">The network it belongs to.</param>
/// <param name="Random">Random numbers of its own.</param>
/// <param name="Mtu">The largest IP packet of the link, in bytes.</param>
/// <param name="Address">The address that a translator stands for outside.</param>
public sealed record MiddleboxRequest(MiddleboxDefinition Definition, Fabric Fabric, RandomStream Random, int Mtu, IpAddress Address);
