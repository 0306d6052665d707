using System;
using System.Buffers.Binary;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>
/// An IPv4 packet (RFC 791, 3.1): the fields of its header, and its options and payload where they lie.
/// </summary>
/// <remarks>
/// Options are kept as bytes; nothing interprets them. Fragments are recognised, not put together.
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |Version|  IHL  |Type of Service|          Total Length         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |         Identification        |Flags|      Fragment Offset    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Time to Live |    Protocol   |         Header Checksum       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                       Source Address                          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                    Destination Address                        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                    Options                    |    Padding    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public readonly ref struct Ipv4Packet
{
    /// <summary>The length of a header without options, in bytes.</summary>
    public const int MinimumHeaderLength = 20;

    private const int ChecksumOffset = 10;

    /// <summary>The DS field and, in its low two bits, the ECN field (RFC 2474, RFC 3168).</summary>
    public byte TypeOfService { get; init; }

    /// <summary>Tells the fragments of one packet from those of another.</summary>
    public ushort Identification { get; init; }

    /// <summary>Whether routers must not fragment the packet (DF).</summary>
    public bool DontFragment { get; init; }

    /// <summary>Whether more fragments follow (MF).</summary>
    public bool MoreFragments { get; init; }

    /// <summary>Where the payload belongs in the whole packet, in units of 8 bytes: 0 to 8191.</summary>
    public ushort FragmentOffset { get; init; }

    /// <summary>How many more routers may pass the packet on.</summary>
    public byte TimeToLive { get; init; }

    /// <summary>The protocol number of the payload (IANA).</summary>
    public byte Protocol { get; init; }

    /// <summary>The source address.</summary>
    public IpAddress Source { get; init; }

    /// <summary>The destination address.</summary>
    public IpAddress Destination { get; init; }

    /// <summary>The options with their padding: a multiple of 4 bytes, at most 40.</summary>
    public ReadOnlySpan<byte> Options { get; init; }

    /// <summary>What the packet carries.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Whether the packet is a fragment of a larger one.</summary>
    public bool IsFragment => MoreFragments || FragmentOffset != 0;

    /// <summary>The length of the whole packet in bytes.</summary>
    public int Length => MinimumHeaderLength + Options.Length + Payload.Length;

    /// <summary>
    /// Reads a packet; bytes behind its total length, such as the padding of a short Ethernet frame, are left out.
    /// </summary>
    /// <param name="bytes">The packet from its version field on.</param>
    /// <param name="packet">The packet; its spans lie in <paramref name="bytes"/>.</param>
    /// <param name="error">Why there is none: truncated, version, header length, total length or checksum.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Ipv4Packet packet, out ParseError error)
    {
        packet = default;
        error = Check(bytes);
        if (error != ParseError.None)
        {
            return false;
        }

        int headerLength = HeaderLengthOf(bytes);
        int totalLength = TotalLengthOf(bytes);
        SpanReader reader = new(bytes[1..]);
        byte typeOfService = reader.ReadByte();
        reader.Skip(2);
        ushort identification = reader.ReadUInt16();
        ushort fragment = reader.ReadUInt16();
        byte timeToLive = reader.ReadByte();
        byte protocol = reader.ReadByte();
        reader.Skip(2);
        packet = new Ipv4Packet
        {
            TypeOfService = typeOfService,
            Identification = identification,
            DontFragment = (fragment & 0x4000) != 0,
            MoreFragments = (fragment & 0x2000) != 0,
            FragmentOffset = (ushort)(fragment & 0x1FFF),
            TimeToLive = timeToLive,
            Protocol = protocol,
            Source = new IpAddress(AddressFamily.Ipv4, reader.ReadUInt32()),
            Destination = new IpAddress(AddressFamily.Ipv4, reader.ReadUInt32()),
            Options = bytes[MinimumHeaderLength..headerLength],
            Payload = bytes[headerLength..totalLength],
        };
        return true;
    }

    /// <summary>Writes the packet with its lengths and its checksum.</summary>
    /// <param name="destination"><see cref="Length"/> bytes or more; the payload may already lie in its place.</param>
    public void Write(Span<byte> destination)
    {
        int headerLength = MinimumHeaderLength + Options.Length;
        SpanWriter writer = new(destination);
        writer.WriteByte((byte)(0x40 | (headerLength / 4)));
        writer.WriteByte(TypeOfService);
        writer.WriteUInt16((ushort)Length);
        writer.WriteUInt16(Identification);
        writer.WriteUInt16((ushort)((DontFragment ? 0x4000 : 0) | (MoreFragments ? 0x2000 : 0) | FragmentOffset));
        writer.WriteByte(TimeToLive);
        writer.WriteByte(Protocol);
        writer.WriteUInt16(0);
        writer.WriteUInt32((uint)Source.Bits);
        writer.WriteUInt32((uint)Destination.Bits);
        writer.Write(Options);
        writer.Write(Payload);
        BinaryPrimitives.WriteUInt16BigEndian(destination[ChecksumOffset..], Checksum.Of(destination[..headerLength]));
    }

    private static int HeaderLengthOf(ReadOnlySpan<byte> bytes) => (bytes[0] & 0x0F) * 4;

    private static int TotalLengthOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);

    private static ParseError Check(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < MinimumHeaderLength)
        {
            return ParseError.Truncated;
        }

        if (bytes[0] >> 4 != 4)
        {
            return ParseError.Version;
        }

        if (HeaderLengthOf(bytes) < MinimumHeaderLength || HeaderLengthOf(bytes) > bytes.Length)
        {
            return ParseError.HeaderLength;
        }

        if (TotalLengthOf(bytes) < HeaderLengthOf(bytes) || TotalLengthOf(bytes) > bytes.Length)
        {
            return ParseError.TotalLength;
        }

        return Checksum.Of(bytes[..HeaderLengthOf(bytes)]) == 0 ? ParseError.None : ParseError.Checksum;
    }
}
