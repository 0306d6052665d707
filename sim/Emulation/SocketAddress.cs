using System;
using System.Buffers.Binary;
using Protocols.Net;

namespace Sim.Emulation;

/// <summary>Endpoints as the kernel writes them: struct sockaddr_in and sockaddr_in6 (netinet/in.h).</summary>
/// <remarks>IPv4 addresses mapped into IPv6 (RFC 4291, 2.5.5.2), which dual-stack sockets give, are read as IPv4.</remarks>
internal static class SocketAddress
{
    /// <summary>struct sockaddr_storage: room for any address.</summary>
    public const int Capacity = 128;

    /// <summary>AF_UNSPEC.</summary>
    public const int Unspecified = 0;

    /// <summary>AF_INET.</summary>
    public const int Inet = 2;

    /// <summary>AF_INET6.</summary>
    public const int Inet6 = 10;

    private const int Ipv4Length = 16;
    private const int Ipv6Length = 28;

    /// <summary>The kernel's number of a family.</summary>
    public static int FamilyOf(IpAddress address) => address.Family == AddressFamily.Ipv4 ? Inet : Inet6;

    /// <summary>Writes an endpoint; without an address, the one that stands for all of IPv6's.</summary>
    /// <returns>The length of the structure.</returns>
    public static int Write(Span<byte> destination, Endpoint endpoint)
    {
        destination[..Capacity].Clear();
        int family = FamilyOf(endpoint.Address);
        BitConverter.TryWriteBytes(destination, (ushort)family);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], endpoint.Port);
        if (!endpoint.Address.IsNone)
        {
            endpoint.Address.Write(destination[(family == Inet ? 4 : 8)..]);
        }

        return family == Inet ? Ipv4Length : Ipv6Length;
    }

    /// <summary>Reads an endpoint; none of a family that is neither.</summary>
    public static Endpoint Read(ReadOnlySpan<byte> source)
    {
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(source[2..]);
        switch (BitConverter.ToUInt16(source))
        {
            case Inet:
                return new Endpoint(AddressOf(source.Slice(4, 4)), port);
            case Inet6:
                return new Endpoint(AddressOf(source.Slice(8, 16)), port);
            default:
                return default;
        }
    }

    /// <summary>Reads an address of 4 or 16 bytes; none of any other length.</summary>
    public static IpAddress AddressOf(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
        ReadOnlySpan<byte> meant = bytes.Length == 16 && bytes.StartsWith(mapped) ? bytes[12..] : bytes;
        return IpAddress.TryRead(meant, out IpAddress address) ? address : IpAddress.None;
    }
}
