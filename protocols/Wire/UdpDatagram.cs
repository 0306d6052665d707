using System;
using System.Buffers.Binary;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>A UDP datagram (RFC 768).</summary>
/// <remarks>
/// <code>
///  0      7 8     15 16    23 24    31
/// +--------+--------+--------+--------+
/// |   Source Port   |Destination Port |
/// +--------+--------+--------+--------+
/// |     Length      |    Checksum     |
/// +--------+--------+--------+--------+
/// </code>
/// </remarks>
public readonly ref struct UdpDatagram
{
    /// <summary>The length of the header in bytes.</summary>
    public const int HeaderLength = 8;

    private const int ChecksumOffset = 6;

    /// <summary>The source port.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>The destination port.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>The payload.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>The length of the whole datagram in bytes.</summary>
    public int Length => HeaderLength + Payload.Length;

    /// <summary>Reads a datagram and checks its checksum, which covers the addresses of its IP header.</summary>
    /// <param name="bytes">The payload of the IP packet; what lies behind the datagram's length is left out.</param>
    /// <param name="source">The packet's source.</param>
    /// <param name="destination">The packet's destination.</param>
    /// <param name="datagram">The datagram; its payload lies in <paramref name="bytes"/>.</param>
    /// <param name="error">Why there is none: truncated, total length or checksum.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes,
        IpAddress source,
        IpAddress destination,
        out UdpDatagram datagram,
        out ParseError error)
    {
        datagram = default;
        error = Check(bytes, source, destination);
        if (error != ParseError.None)
        {
            return false;
        }

        SpanReader reader = new(bytes);
        datagram = new UdpDatagram
        {
            SourcePort = reader.ReadUInt16(),
            DestinationPort = reader.ReadUInt16(),
            Payload = bytes[HeaderLength..LengthOf(bytes)],
        };
        return true;
    }

    /// <summary>Writes the datagram with its checksum.</summary>
    /// <param name="target"><see cref="Length"/> bytes or more; the payload may already lie in its place.</param>
    /// <param name="source">The source of the packet that will carry it.</param>
    /// <param name="destination">Its destination.</param>
    public void Write(Span<byte> target, IpAddress source, IpAddress destination)
    {
        SpanWriter writer = new(target);
        writer.WriteUInt16(SourcePort);
        writer.WriteUInt16(DestinationPort);
        writer.WriteUInt16((ushort)Length);
        writer.WriteUInt16(0);
        writer.Write(Payload);

        // RFC 768: 0 on the wire means "none", so that a checksum of 0 is sent as its other form, all ones.
        ushort checksum = ChecksumOf(target[..Length], source, destination);
        BinaryPrimitives.WriteUInt16BigEndian(target[ChecksumOffset..], checksum == 0 ? ushort.MaxValue : checksum);
    }

    private static int LengthOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);

    private static ParseError Check(ReadOnlySpan<byte> bytes, IpAddress source, IpAddress destination)
    {
        if (bytes.Length < HeaderLength)
        {
            return ParseError.Truncated;
        }

        if (LengthOf(bytes) < HeaderLength || LengthOf(bytes) > bytes.Length)
        {
            return ParseError.TotalLength;
        }

        // RFC 8200, 8.1: over IPv6 a datagram must carry a checksum; over IPv4 it need not (RFC 768).
        bool hasChecksum = BinaryPrimitives.ReadUInt16BigEndian(bytes[ChecksumOffset..]) != 0;
        bool valid = hasChecksum
            ? ChecksumOf(bytes[..LengthOf(bytes)], source, destination) == 0
            : source.Family == AddressFamily.Ipv4;
        return valid ? ParseError.None : ParseError.Checksum;
    }

    private static ushort ChecksumOf(ReadOnlySpan<byte> datagram, IpAddress source, IpAddress destination)
    {
        Checksum checksum = default;
        checksum.AddPseudoHeader(source, destination, (byte)IpProtocol.Udp, datagram.Length);
        checksum.Add(datagram);
        return checksum.Value;
    }
}
