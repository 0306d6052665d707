using System;
using System.Buffers.Binary;

namespace Protocols.Core;

/// <summary>Reads big-endian fields from bytes off the wire; never throws: reading past the end sets <see cref="Failed"/>.</summary>
/// <remarks>After a failure every further read gives zero, so a parser checks once, at its end.</remarks>
public ref struct SpanReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether a read went past the end.</summary>
    public bool Failed { get; private set; }

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>The bytes that are left, not consumed.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Takes <paramref name="count"/> bytes; an empty span after a failure.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count < 0 || count > _rest.Length)
        {
            Failed = true;
            _rest = default;
            return default;
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    /// <summary>Skips <paramref name="count"/> bytes.</summary>
    public void Skip(int count) => ReadBytes(count);

    /// <summary>Reads one byte.</summary>
    public byte ReadByte() => ReadBytes(1) is [byte value] ? value : (byte)0;

    /// <summary>Reads 16 bits, big-endian.</summary>
    public ushort ReadUInt16() => ReadBytes(2) is { Length: 2 } taken ? BinaryPrimitives.ReadUInt16BigEndian(taken) : (ushort)0;

    /// <summary>Reads 24 bits, big-endian.</summary>
    public uint ReadUInt24() => ReadBytes(3) is [byte high, byte middle, byte low] ? (uint)(high << 16 | middle << 8 | low) : 0;

    /// <summary>Reads 32 bits, big-endian.</summary>
    public uint ReadUInt32() => ReadBytes(4) is { Length: 4 } taken ? BinaryPrimitives.ReadUInt32BigEndian(taken) : 0;

    /// <summary>Reads 32 bits, little-endian (an RTMP message stream id).</summary>
    public uint ReadUInt32LittleEndian() =>
        ReadBytes(4) is { Length: 4 } taken ? BinaryPrimitives.ReadUInt32LittleEndian(taken) : 0;

    /// <summary>Reads 64 bits, big-endian.</summary>
    public ulong ReadUInt64() => ReadBytes(8) is { Length: 8 } taken ? BinaryPrimitives.ReadUInt64BigEndian(taken) : 0;

    /// <summary>Reads an IEEE 754 double, big-endian.</summary>
    public double ReadDouble() => BitConverter.UInt64BitsToDouble(ReadUInt64());
}
