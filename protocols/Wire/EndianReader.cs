using System;
using System.Buffers.Binary;

namespace Protocols.Wire;

/// <summary>
/// Reads fields in the byte order of the machine that wrote a capture file; never throws: reading past the end sets
/// <see cref="Failed"/>.
/// </summary>
internal ref struct EndianReader(ReadOnlySpan<byte> bytes, bool isLittleEndian)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether a read went past the end; every later one gives zero.</summary>
    internal bool Failed { get; private set; }

    /// <summary>The bytes that are left.</summary>
    internal readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Takes <paramref name="count"/> bytes; an empty span after a failure.</summary>
    internal ReadOnlySpan<byte> ReadBytes(uint count)
    {
        if (count > (uint)_rest.Length)
        {
            Failed = true;
            _rest = default;
            return default;
        }

        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    /// <summary>Reads 16 bits.</summary>
    internal ushort ReadUInt16()
    {
        ReadOnlySpan<byte> taken = ReadBytes(2);
        return taken.IsEmpty ? (ushort)0
            : isLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(taken)
            : BinaryPrimitives.ReadUInt16BigEndian(taken);
    }

    /// <summary>Reads 32 bits.</summary>
    internal uint ReadUInt32()
    {
        ReadOnlySpan<byte> taken = ReadBytes(4);
        return taken.IsEmpty ? 0
            : isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(taken)
            : BinaryPrimitives.ReadUInt32BigEndian(taken);
    }
}
