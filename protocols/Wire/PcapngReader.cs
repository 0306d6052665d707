using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace Protocols.Wire;

/// <summary>
/// Reads a pcapng file (draft-ietf-opsawg-pcapng): sections of either byte order, enhanced and simple packet blocks.
/// </summary>
/// <remarks>
/// <code>
/// +---------------------------------------------------------------+
/// |                          Block Type                           |
/// +---------------------------------------------------------------+
/// |                      Block Total Length                       |
/// +---------------------------------------------------------------+
/// |              Block Body (variable length, padded to 32 bits)  |
/// +---------------------------------------------------------------+
/// |                      Block Total Length                       |
/// +---------------------------------------------------------------+
/// </code>
/// Blocks of other types are passed over. A damaged file never throws, and takes memory only for the interfaces it
/// describes: the reader stops and <see cref="Error"/> says where.
/// </remarks>
/// <param name="file">The whole file.</param>
public ref struct PcapngReader(ReadOnlySpan<byte> file)
{
    private const uint SectionHeaderBlock = 0x0A0D0D0A;
    private const uint InterfaceDescriptionBlock = 1;
    private const uint SimplePacketBlock = 3;
    private const uint EnhancedPacketBlock = 6;
    private const uint ByteOrderMagic = 0x1A2B3C4D;

    private const ushort MajorVersion = 1;

    private const ushort NameOption = 2;
    private const ushort ResolutionOption = 9;

    private const uint BlockHeadLength = 8;
    private const uint BlockTailLength = 4;

    private readonly ReadOnlySpan<byte> _file = file;
    private readonly List<CaptureInterface> _interfaces = [];
    private readonly List<TimestampResolution> _resolutions = [];
    private bool _isLittleEndian;
    private bool _isInSection;
    private int _position;

    /// <summary>What is wrong with the file, or null.</summary>
    public CaptureError? Error { get; private set; }

    /// <summary>The interfaces that the current section has described so far.</summary>
    public readonly IReadOnlyList<CaptureInterface> Interfaces => _interfaces;

    /// <summary>Reads the next packet.</summary>
    /// <param name="packet">The packet; its bytes lie in the file's.</param>
    /// <returns>False at the end of the file, and at the first block that is damaged.</returns>
    public bool TryRead(out CapturedPacket packet)
    {
        packet = default;
        while (Error is null && _position < _file.Length)
        {
            ParseError error = ReadBlock(out packet, out bool isPacket, out int length);
            if (error != ParseError.None)
            {
                Error = new CaptureError(_position, error);
                packet = default;
                return false;
            }

            _position += length;
            if (isPacket)
            {
                return true;
            }
        }

        return false;
    }

    private ParseError ReadBlock(out CapturedPacket packet, out bool isPacket, out int length)
    {
        packet = default;
        isPacket = false;
        length = 0;
        ReadOnlySpan<byte> bytes = _file[_position..];

        ParseError section = FindByteOrder(bytes);
        if (section != ParseError.None)
        {
            return section;
        }

        EndianReader reader = new(bytes, _isLittleEndian);
        uint type = reader.ReadUInt32();
        uint total = reader.ReadUInt32();
        if (reader.Failed || total > (uint)bytes.Length)
        {
            return ParseError.Truncated;
        }

        if (total < BlockHeadLength + BlockTailLength || total % 4 != 0)
        {
            return ParseError.TotalLength;
        }

        EndianReader body = new(reader.ReadBytes(total - BlockHeadLength - BlockTailLength), _isLittleEndian);
        if (reader.ReadUInt32() != total)
        {
            return ParseError.TotalLength;
        }

        length = (int)total;
        isPacket = type is EnhancedPacketBlock or SimplePacketBlock;
        return type switch
        {
            SectionHeaderBlock => StartSection(ref body),
            InterfaceDescriptionBlock => AddInterface(ref body),
            EnhancedPacketBlock => ReadEnhancedPacket(body, out packet),
            SimplePacketBlock => ReadSimplePacket(body, out packet),
            _ => ParseError.None,
        };
    }

    // The type of a section header reads the same in both byte orders; the magic behind its length tells which one it
    // is.
    private ParseError FindByteOrder(ReadOnlySpan<byte> block)
    {
        EndianReader reader = new(block, isLittleEndian: true);
        bool isSectionHeader = reader.ReadUInt32() == SectionHeaderBlock;
        reader.ReadUInt32();
        if (!isSectionHeader)
        {
            return _isInSection ? ParseError.None : reader.Failed ? ParseError.Truncated : ParseError.Version;
        }

        uint magic = reader.ReadUInt32();
        _isInSection = true;
        _isLittleEndian = magic == ByteOrderMagic;
        return reader.Failed ? ParseError.Truncated
            : _isLittleEndian || BinaryPrimitives.ReverseEndianness(magic) == ByteOrderMagic ? ParseError.None
            : ParseError.Version;
    }

    private readonly ParseError StartSection(ref EndianReader body)
    {
        _interfaces.Clear();
        _resolutions.Clear();
        body.ReadUInt32();
        return body.ReadUInt16() == MajorVersion ? ParseError.None : ParseError.Version;
    }

    private readonly ParseError AddInterface(ref EndianReader body)
    {
        LinkType linkType = (LinkType)body.ReadUInt16();
        body.ReadBytes(6);
        string name = "";
        TimestampResolution resolution = TimestampResolution.Default;
        while (!body.Failed && !body.Rest.IsEmpty)
        {
            ushort code = body.ReadUInt16();
            ushort length = body.ReadUInt16();
            ReadOnlySpan<byte> value = body.ReadBytes(length);
            body.ReadBytes((4U - length % 4U) % 4U);
            if (code == NameOption)
            {
                name = Encoding.UTF8.GetString(value);
            }
            else if (code == ResolutionOption && !TimestampResolution.TryParse(value, out resolution))
            {
                return ParseError.FieldValue;
            }
        }

        _interfaces.Add(new CaptureInterface(name, linkType));
        _resolutions.Add(resolution);
        return body.Failed ? ParseError.Truncated : ParseError.None;
    }

    private readonly ParseError ReadEnhancedPacket(EndianReader body, out CapturedPacket packet)
    {
        packet = default;
        uint number = body.ReadUInt32();
        ulong time = (ulong)body.ReadUInt32() << 32 | body.ReadUInt32();
        uint capturedLength = body.ReadUInt32();
        uint originalLength = body.ReadUInt32();
        ReadOnlySpan<byte> bytes = body.ReadBytes(capturedLength);
        if (body.Failed)
        {
            return ParseError.Truncated;
        }

        if (number >= (uint)_interfaces.Count)
        {
            return ParseError.Interface;
        }

        packet = new CapturedPacket
        {
            Interface = (int)number,
            LinkType = _interfaces[(int)number].LinkType,
            Nanoseconds = _resolutions[(int)number].ToNanoseconds(time),
            OriginalLength = originalLength,
            Bytes = bytes,
        };
        return ParseError.None;
    }

    // A simple packet block has no time and no captured length: the packet fills the block, or is as long as it was.
    private readonly ParseError ReadSimplePacket(EndianReader body, out CapturedPacket packet)
    {
        packet = default;
        uint originalLength = body.ReadUInt32();
        if (body.Failed)
        {
            return ParseError.Truncated;
        }

        if (_interfaces.Count == 0)
        {
            return ParseError.Interface;
        }

        packet = new CapturedPacket
        {
            LinkType = _interfaces[0].LinkType,
            OriginalLength = originalLength,
            Bytes = body.ReadBytes(Math.Min(originalLength, (uint)body.Rest.Length)),
        };
        return ParseError.None;
    }
}
