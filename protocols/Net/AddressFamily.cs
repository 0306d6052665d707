namespace Protocols.Net;

/// <summary>The two IP versions. Only addresses and wire formats know about them; applications never do.</summary>
public enum AddressFamily : byte
{
    /// <summary>No address.</summary>
    None = 0,

    /// <summary>IPv4 (RFC 791).</summary>
    Ipv4 = 4,

    /// <summary>IPv6 (RFC 8200).</summary>
    Ipv6 = 6,
}
