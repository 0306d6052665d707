using System;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>An IP packet of either version: what both have.</summary>
public readonly ref struct IpPacket
{
    /// <summary>The source address.</summary>
    public IpAddress Source { get; private init; }

    /// <summary>The destination address.</summary>
    public IpAddress Destination { get; private init; }

    /// <summary>The protocol number of the payload (IANA).</summary>
    public byte Protocol { get; private init; }

    /// <summary>The DS field and, in its low two bits, the ECN field.</summary>
    public byte TrafficClass { get; private init; }

    /// <summary>The length of the whole packet in bytes; at most 65,575.</summary>
    public int Length { get; private init; }

    /// <summary>What the packet carries.</summary>
    public ReadOnlySpan<byte> Payload { get; private init; }

    /// <summary>Reads a packet of the version that its first four bits name.</summary>
    /// <param name="bytes">The packet from its version field on.</param>
    /// <param name="packet">The packet; its payload lies in <paramref name="bytes"/>.</param>
    /// <param name="error">Why there is none: what the version's own parser says, or that it is a fragment.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out IpPacket packet, out ParseError error) =>
        !bytes.IsEmpty && bytes[0] >> 4 == 6
            ? TryParseIpv6(bytes, out packet, out error)
            : TryParseIpv4(bytes, out packet, out error);

    private static bool TryParseIpv6(ReadOnlySpan<byte> bytes, out IpPacket packet, out ParseError error)
    {
        packet = default;
        if (!Ipv6Packet.TryParse(bytes, out Ipv6Packet ipv6, out error))
        {
            return false;
        }

        packet = new IpPacket
        {
            Source = ipv6.Source,
            Destination = ipv6.Destination,
            Protocol = ipv6.NextHeader,
            TrafficClass = ipv6.TrafficClass,
            Length = ipv6.Length,
            Payload = ipv6.Payload,
        };
        return true;
    }

    private static bool TryParseIpv4(ReadOnlySpan<byte> bytes, out IpPacket packet, out ParseError error)
    {
        packet = default;
        if (!Ipv4Packet.TryParse(bytes, out Ipv4Packet ipv4, out error))
        {
            return false;
        }

        if (ipv4.IsFragment)
        {
            error = ParseError.Fragment;
            return false;
        }

        packet = new IpPacket
        {
            Source = ipv4.Source,
            Destination = ipv4.Destination,
            Protocol = ipv4.Protocol,
            TrafficClass = ipv4.TypeOfService,
            Length = ipv4.Length,
            Payload = ipv4.Payload,
        };
        return true;
    }
}
