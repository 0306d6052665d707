using System;
using System.Buffers.Binary;

namespace Protocols.Core;

/// <summary>Writes big-endian fields into a buffer that the caller has made large enough.</summary>
/// <remarks>Writing past the end is our own bug, not the network's, and throws.</remarks>
public ref struct SpanWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>How many bytes have been written.</summary>
    public int Written { get; private set; }

    /// <summary>The bytes written so far.</summary>
    public readonly ReadOnlySpan<byte> WrittenBytes => _buffer[..Written];

    /// <summary>Writes <paramref name="bytes"/>.</summary>
    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer[Written..]);
        Written += bytes.Length;
    }

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value) => _buffer[Written++] = value;

    /// <summary>Writes 16 bits, big-endian.</summary>
    public void WriteUInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[Written..], value);
        Written += 2;
    }

    /// <summary>Writes the low 24 bits, big-endian.</summary>
    public void WriteUInt24(uint value)
    {
        WriteByte((byte)(value >> 16));
        WriteUInt16((ushort)value);
    }

    /// <summary>Writes 32 bits, big-endian.</summary>
    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer[Written..], value);
        Written += 4;
    }

    /// <summary>Writes 32 bits, little-endian (an RTMP message stream id).</summary>
    public void WriteUInt32LittleEndian(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer[Written..], value);
        Written += 4;
    }

    /// <summary>Writes 64 bits, big-endian.</summary>
    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_buffer[Written..], value);
        Written += 8;
    }

    /// <summary>Writes an IEEE 754 double, big-endian.</summary>
    public void WriteDouble(double value) => WriteUInt64(BitConverter.DoubleToUInt64Bits(value));
}
