using System;
using System.Buffers.Binary;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>An IPv6 packet (RFC 8200, 3): the fields of its header, and its payload where it lies.</summary>
/// <remarks>
/// Not implemented: extension headers, which the payload begins with where <see cref="NextHeader"/> says so, and
/// jumbograms.
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |Version| Traffic Class |           Flow Label                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |         Payload Length        |  Next Header  |   Hop Limit   |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                                                               |
/// +                    Source Address (128 bits)                  +
/// |                                                               |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                                                               |
/// +                 Destination Address (128 bits)                +
/// |                                                               |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public readonly ref struct Ipv6Packet
{
    /// <summary>The length of the header in bytes.</summary>
    public const int HeaderLength = 40;

    private const uint FlowLabelMask = 0xFFFFF;

    /// <summary>The DS field and, in its low two bits, the ECN field (RFC 2474, RFC 3168).</summary>
    public byte TrafficClass { get; init; }

    /// <summary>The flow label, 20 bits (RFC 6437).</summary>
    public uint FlowLabel { get; init; }

    /// <summary>The protocol number of the payload, or the kind of its first extension header (IANA).</summary>
    public byte NextHeader { get; init; }

    /// <summary>How many more routers may pass the packet on.</summary>
    public byte HopLimit { get; init; }

    /// <summary>The source address.</summary>
    public IpAddress Source { get; init; }

    /// <summary>The destination address.</summary>
    public IpAddress Destination { get; init; }

    /// <summary>What the packet carries, extension headers included.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>The length of the whole packet in bytes.</summary>
    public int Length => HeaderLength + Payload.Length;

    /// <summary>Reads a packet; bytes behind its payload length are left out.</summary>
    /// <param name="bytes">The packet from its version field on.</param>
    /// <param name="packet">The packet; its payload lies in <paramref name="bytes"/>.</param>
    /// <param name="error">Why there is none: truncated, version or total length.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Ipv6Packet packet, out ParseError error)
    {
        packet = default;
        error = Check(bytes);
        if (error != ParseError.None)
        {
            return false;
        }

        SpanReader reader = new(bytes);
        uint first = reader.ReadUInt32();
        int payloadLength = reader.ReadUInt16();
        packet = new Ipv6Packet
        {
            TrafficClass = (byte)((first >> 20) & byte.MaxValue),
            FlowLabel = first & FlowLabelMask,
            NextHeader = reader.ReadByte(),
            HopLimit = reader.ReadByte(),
            Source = ReadAddress(ref reader),
            Destination = ReadAddress(ref reader),
            Payload = bytes.Slice(HeaderLength, payloadLength),
        };
        return true;
    }

    /// <summary>Writes the packet with its length.</summary>
    /// <param name="destination"><see cref="Length"/> bytes or more; the payload may already lie in its place.</param>
    public void Write(Span<byte> destination)
    {
        SpanWriter writer = new(destination);
        writer.WriteUInt32(0x6000_0000 | (uint)TrafficClass << 20 | (FlowLabel & FlowLabelMask));
        writer.WriteUInt16((ushort)Payload.Length);
        writer.WriteByte(NextHeader);
        writer.WriteByte(HopLimit);
        Source.Write(destination[8..]);
        Destination.Write(destination[24..]);
        Payload.CopyTo(destination[HeaderLength..]);
    }

    private static IpAddress ReadAddress(ref SpanReader reader) =>
        new(AddressFamily.Ipv6, new UInt128(reader.ReadUInt64(), reader.ReadUInt64()));

    private static ParseError Check(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength)
        {
            return ParseError.Truncated;
        }

        if (bytes[0] >> 4 != 6)
        {
            return ParseError.Version;
        }

        int payloadLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        return HeaderLength + payloadLength > bytes.Length ? ParseError.TotalLength : ParseError.None;
    }
}
