using Protocols.Net;
using Sim.Network;

namespace Sim.Hosts;

/// <summary>Where a host sends the packets of a connection.</summary>
/// <param name="Path">The two ends.</param>
/// <param name="Nic">The NIC.</param>
internal readonly record struct HostPath(FlowKey Path, Nic Nic);
