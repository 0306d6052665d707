using System;
using System.Buffers.Binary;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>
/// A TCP segment (RFC 9293, 3.1): the fields of its header, and its options and payload where they lie.
/// </summary>
/// <remarks>
/// The options are bytes here; <see cref="TcpOptions"/> turns them into values and back.
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |          Source Port          |       Destination Port        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        Sequence Number                        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                    Acknowledgment Number                      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Data |       |C|E|U|A|P|R|S|F|                               |
/// | Offset| Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
/// |       |       |R|E|G|K|H|T|N|N|                               |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Checksum            |         Urgent Pointer        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                           [Options]                           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                             Data                              |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public readonly ref struct TcpSegment
{
    /// <summary>The length of a header without options, in bytes.</summary>
    public const int MinimumHeaderLength = 20;

    private const int DataOffsetOffset = 12;
    private const int ChecksumOffset = 16;

    /// <summary>The source port.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>The destination port.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>The sequence number of the first byte of the payload, or of the SYN.</summary>
    public uint SequenceNumber { get; init; }

    /// <summary>The next sequence number expected; valid with <see cref="TcpFlags.Ack"/>.</summary>
    public uint AcknowledgmentNumber { get; init; }

    /// <summary>The four reserved bits between the data offset and the flags.</summary>
    public byte Reserved { get; init; }

    /// <summary>The control bits.</summary>
    public TcpFlags Flags { get; init; }

    /// <summary>The window, not scaled.</summary>
    public ushort Window { get; init; }

    /// <summary>The urgent pointer; valid with <see cref="TcpFlags.Urg"/>.</summary>
    public ushort UrgentPointer { get; init; }

    /// <summary>The options with their padding: a multiple of 4 bytes, at most 40.</summary>
    public ReadOnlySpan<byte> Options { get; init; }

    /// <summary>The payload.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>The length of the header with its options, in bytes: 20 to 60.</summary>
    public int HeaderLength => MinimumHeaderLength + Options.Length;

    /// <summary>The length of the whole segment in bytes.</summary>
    public int Length => HeaderLength + Payload.Length;

    /// <summary>Reads a segment and checks its checksum, which covers the addresses of its IP header.</summary>
    /// <param name="bytes">The payload of the IP packet.</param>
    /// <param name="source">The packet's source.</param>
    /// <param name="destination">The packet's destination.</param>
    /// <param name="segment">The segment; its spans lie in <paramref name="bytes"/>.</param>
    /// <param name="error">Why there is none: truncated, header length or checksum.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes,
        IpAddress source,
        IpAddress destination,
        out TcpSegment segment,
        out ParseError error)
    {
        segment = default;
        error = Check(bytes, source, destination);
        if (error != ParseError.None)
        {
            return false;
        }

        SpanReader reader = new(bytes);
        ushort sourcePort = reader.ReadUInt16();
        ushort destinationPort = reader.ReadUInt16();
        uint sequenceNumber = reader.ReadUInt32();
        uint acknowledgmentNumber = reader.ReadUInt32();
        byte offsetAndReserved = reader.ReadByte();
        TcpFlags flags = (TcpFlags)reader.ReadByte();
        ushort window = reader.ReadUInt16();
        reader.Skip(2);
        segment = new TcpSegment
        {
            SourcePort = sourcePort,
            DestinationPort = destinationPort,
            SequenceNumber = sequenceNumber,
            AcknowledgmentNumber = acknowledgmentNumber,
            Reserved = (byte)(offsetAndReserved & 0x0F),
            Flags = flags,
            Window = window,
            UrgentPointer = reader.ReadUInt16(),
            Options = bytes[MinimumHeaderLength..HeaderLengthOf(bytes)],
            Payload = bytes[HeaderLengthOf(bytes)..],
        };
        return true;
    }

    /// <summary>Writes the segment with its checksum.</summary>
    /// <param name="target">
    /// <see cref="Length"/> bytes or more; options and payload may already lie in their places.
    /// </param>
    /// <param name="source">The source of the packet that will carry it.</param>
    /// <param name="destination">Its destination.</param>
    public void Write(Span<byte> target, IpAddress source, IpAddress destination)
    {
        SpanWriter writer = new(target);
        writer.WriteUInt16(SourcePort);
        writer.WriteUInt16(DestinationPort);
        writer.WriteUInt32(SequenceNumber);
        writer.WriteUInt32(AcknowledgmentNumber);
        writer.WriteByte((byte)(HeaderLength / 4 << 4 | Reserved));
        writer.WriteByte((byte)Flags);
        writer.WriteUInt16(Window);
        writer.WriteUInt16(0);
        writer.WriteUInt16(UrgentPointer);
        writer.Write(Options);
        writer.Write(Payload);
        ushort checksum = ChecksumOf(target[..Length], source, destination);
        BinaryPrimitives.WriteUInt16BigEndian(target[ChecksumOffset..], checksum);
    }

    private static int HeaderLengthOf(ReadOnlySpan<byte> bytes) => (bytes[DataOffsetOffset] >> 4) * 4;

    private static ParseError Check(ReadOnlySpan<byte> bytes, IpAddress source, IpAddress destination)
    {
        if (bytes.Length < MinimumHeaderLength)
        {
            return ParseError.Truncated;
        }

        if (HeaderLengthOf(bytes) < MinimumHeaderLength || HeaderLengthOf(bytes) > bytes.Length)
        {
            return ParseError.HeaderLength;
        }

        return ChecksumOf(bytes, source, destination) == 0 ? ParseError.None : ParseError.Checksum;
    }

    private static ushort ChecksumOf(ReadOnlySpan<byte> segment, IpAddress source, IpAddress destination)
    {
        Checksum checksum = default;
        checksum.AddPseudoHeader(source, destination, (byte)IpProtocol.Tcp, segment.Length);
        checksum.Add(segment);
        return checksum.Value;
    }
}
