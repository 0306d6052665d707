using System.Collections.Generic;
using System.Linq;
using Protocols.Net;
using Protocols.Sockets;

namespace Sim.Hosts;

/// <summary>The names of a simulated network: every host by its name, and addresses in text form.</summary>
public sealed class NameTable : IResolver
{
    private readonly Dictionary<string, IReadOnlyList<IpAddress>> _addresses = [];

    /// <summary>Adds a host.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="addresses">Its addresses, those of its first NIC first.</param>
    public void Add(string name, IReadOnlyList<IpAddress> addresses) => _addresses.Add(name, addresses);

    /// <inheritdoc/>
    /// <remarks>
    /// IPv6 before IPv4, as RFC 6724's default policy orders addresses of equal scope; else in the order of the NICs.
    /// </remarks>
    public IReadOnlyList<Endpoint> Resolve(string name, ushort port)
    {
        if (IpAddress.TryParse(name.Trim('[', ']'), out IpAddress address))
        {
            return [new Endpoint(address, port)];
        }

        IReadOnlyList<IpAddress> addresses = _addresses.GetValueOrDefault(name) ?? [];
        return [.. addresses.OrderByDescending(known => known.Family).Select(known => new Endpoint(known, port))];
    }
}
