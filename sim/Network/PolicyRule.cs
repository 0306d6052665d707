using Protocols.Net;

namespace Sim.Network;

/// <summary>One rule of a host: packets <c>from SOURCE lookup TABLE</c>.</summary>
/// <param name="Source">The source address.</param>
/// <param name="TableNumber">The table's number, as in <c>ip rule</c>.</param>
/// <param name="Table">The table.</param>
public sealed record PolicyRule(IpAddress Source, int TableNumber, RoutingTable<HostRoute> Table);
