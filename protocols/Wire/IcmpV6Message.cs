using System;
using System.Buffers.Binary;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>
/// An ICMPv6 message (RFC 4443, 2.1): destination unreachable, packet too big, echo request and reply.
/// </summary>
/// <remarks>
/// Other types are read and written too: 4 bytes that depend on the type, and a body.
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     Type      |     Code      |          Checksum             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// | unused (1) | MTU (2) | Identifier, Sequence Number (128, 129) |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  as much of the invoking packet as fits (1, 2), or data       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public readonly ref struct IcmpV6Message
{
    /// <summary>The protocol number of ICMPv6.</summary>
    public const byte Protocol = 58;

    /// <summary>The length of the header in bytes.</summary>
    public const int HeaderLength = 8;

    /// <summary>Type 1, destination unreachable (RFC 4443, 3.1).</summary>
    public const byte DestinationUnreachable = 1;

    /// <summary>Type 2, packet too big (RFC 4443, 3.2).</summary>
    public const byte PacketTooBig = 2;

    /// <summary>Type 128, echo request (RFC 4443, 4.1).</summary>
    public const byte EchoRequest = 128;

    /// <summary>Type 129, echo reply (RFC 4443, 4.2).</summary>
    public const byte EchoReply = 129;

    private const int ChecksumOffset = 2;

    /// <summary>The type.</summary>
    public byte Type { get; init; }

    /// <summary>
    /// The code: for an unreachable destination the reason, such as 0 no route, 1 prohibited, 4 no such port.
    /// </summary>
    public byte Code { get; init; }

    /// <summary>
    /// The 4 bytes behind the checksum: the MTU of the next link in bytes where the packet was too big.
    /// </summary>
    public uint Parameter { get; init; }

    /// <summary>The data of an echo, or the first bytes of the packet that caused the message.</summary>
    public ReadOnlySpan<byte> Body { get; init; }

    /// <summary>The identifier of an echo.</summary>
    public ushort Identifier => (ushort)(Parameter >> 16);

    /// <summary>The sequence number of an echo.</summary>
    public ushort SequenceNumber => (ushort)(Parameter & ushort.MaxValue);

    /// <summary>The length of the whole message in bytes.</summary>
    public int Length => HeaderLength + Body.Length;

    /// <summary>Reads a message and checks its checksum, which covers the addresses of its IP header.</summary>
    /// <param name="bytes">The payload of the IPv6 packet.</param>
    /// <param name="source">The packet's source.</param>
    /// <param name="destination">The packet's destination.</param>
    /// <param name="message">The message; its body lies in <paramref name="bytes"/>.</param>
    /// <param name="error">Why there is none: truncated or checksum.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes,
        IpAddress source,
        IpAddress destination,
        out IcmpV6Message message,
        out ParseError error)
    {
        SpanReader reader = new(bytes);
        byte type = reader.ReadByte();
        byte code = reader.ReadByte();
        reader.Skip(2);
        message = new IcmpV6Message { Type = type, Code = code, Parameter = reader.ReadUInt32(), Body = reader.Rest };
        error = reader.Failed ? ParseError.Truncated
            : ChecksumOf(bytes, source, destination) != 0 ? ParseError.Checksum
            : ParseError.None;
        return error == ParseError.None;
    }

    /// <summary>Writes the message with its checksum.</summary>
    /// <param name="target"><see cref="Length"/> bytes or more.</param>
    /// <param name="source">The source of the packet that will carry it.</param>
    /// <param name="destination">Its destination.</param>
    public void Write(Span<byte> target, IpAddress source, IpAddress destination)
    {
        SpanWriter writer = new(target);
        writer.WriteByte(Type);
        writer.WriteByte(Code);
        writer.WriteUInt16(0);
        writer.WriteUInt32(Parameter);
        writer.Write(Body);
        ushort checksum = ChecksumOf(target[..Length], source, destination);
        BinaryPrimitives.WriteUInt16BigEndian(target[ChecksumOffset..], checksum);
    }

    private static ushort ChecksumOf(ReadOnlySpan<byte> message, IpAddress source, IpAddress destination)
    {
        Checksum checksum = default;
        checksum.AddPseudoHeader(source, destination, Protocol, message.Length);
        checksum.Add(message);
        return checksum.Value;
    }
}
