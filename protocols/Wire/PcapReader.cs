using System;

namespace Protocols.Wire;

/// <summary>
/// Reads a classic pcap file (draft-ietf-opsawg-pcap): both byte orders, microseconds or nanoseconds.
/// </summary>
/// <remarks>
/// <code>
/// file:   magic (32) | major (16) | minor (16) | reserved (32) | reserved (32) | snap length (32) | link type (32)
/// record: seconds (32) | micro- or nanoseconds (32) | captured length (32) | original length (32) | the packet
/// </code>
/// A damaged file never throws and never takes memory: the reader stops and <see cref="Error"/> says where.
/// </remarks>
public ref struct PcapReader
{
    private const int FileHeaderLength = 24;
    private const uint MicrosecondMagic = 0xA1B2C3D4;
    private const uint NanosecondMagic = 0xA1B23C4D;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly ReadOnlySpan<byte> _file;
    private readonly bool _isLittleEndian;
    private readonly long _nanosecondsPerUnit;
    private int _position;

    /// <summary>A reader at the first packet of a file.</summary>
    /// <param name="file">The whole file.</param>
    public PcapReader(ReadOnlySpan<byte> file)
    {
        _file = file;
        _position = FileHeaderLength;
        if (file.Length < FileHeaderLength)
        {
            Error = new CaptureError(0, ParseError.Truncated);
            return;
        }

        _isLittleEndian = file[0] is 0xD4 or 0x4D;
        EndianReader header = new(file, _isLittleEndian);
        uint magic = header.ReadUInt32();
        if (magic is not (MicrosecondMagic or NanosecondMagic))
        {
            Error = new CaptureError(0, ParseError.Version);
            return;
        }

        _nanosecondsPerUnit = magic == NanosecondMagic ? 1 : 1000;
        header.ReadBytes(16);
        LinkType = (LinkType)(header.ReadUInt32() & ushort.MaxValue);
    }

    /// <summary>What the file's packets begin with.</summary>
    public LinkType LinkType { get; }

    /// <summary>What is wrong with the file, or null.</summary>
    public CaptureError? Error { get; private set; }

    /// <summary>Reads the next packet.</summary>
    /// <param name="packet">The packet; its bytes lie in the file's.</param>
    /// <returns>False at the end of the file, and at the first record that is damaged.</returns>
    public bool TryRead(out CapturedPacket packet)
    {
        packet = default;
        if (Error is not null || _position == _file.Length)
        {
            return false;
        }

        EndianReader record = new(_file[_position..], _isLittleEndian);
        long seconds = record.ReadUInt32();
        long units = record.ReadUInt32();
        uint capturedLength = record.ReadUInt32();
        uint originalLength = record.ReadUInt32();
        ReadOnlySpan<byte> bytes = record.ReadBytes(capturedLength);
        if (record.Failed)
        {
            Error = new CaptureError(_position, ParseError.Truncated);
            return false;
        }

        packet = new CapturedPacket
        {
            LinkType = LinkType,
            Nanoseconds = seconds * NanosecondsPerSecond + units * _nanosecondsPerUnit,
            OriginalLength = originalLength,
            Bytes = bytes,
        };
        _position = _file.Length - record.Rest.Length;
        return true;
    }
}
