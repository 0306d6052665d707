using Protocols.Net;

namespace Sim.Network;

/// <summary>Where a host sends packets to some destination.</summary>
/// <param name="Nic">The NIC.</param>
/// <param name="Gateway">The router behind it; <see cref="IpAddress.None"/> for a destination on the link itself.</param>
public sealed record HostRoute(Nic Nic, IpAddress Gateway);
