using System.Globalization;

namespace Protocols.Net;

/// <summary>An address and a port: one end of a connection or of a subflow.</summary>
/// <param name="Address">The IP address; <see cref="IpAddress.None"/> where any address will do.</param>
/// <param name="Port">The port; 0 where any will do.</param>
public readonly record struct Endpoint(IpAddress Address, ushort Port)
{
    /// <summary>Prints <c>[fd00::1]:1935</c> or <c>10.0.0.1:1935</c>.</summary>
    public override string ToString() => Address.Family == AddressFamily.Ipv6
        ? string.Create(CultureInfo.InvariantCulture, $"[{Address}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Address}:{Port}");
}
