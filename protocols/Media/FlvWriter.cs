using System;
using System.Buffers;
using Protocols.Core;

namespace Protocols.Media;

/// <summary>
/// Writes an FLV file; a file that <see cref="FlvReader"/> read completely is written back byte for byte.
/// </summary>
public sealed class FlvWriter
{
    private const int PreviousLengthBytes = 4;

    private readonly IBufferWriter<byte> _output;

    /// <summary>Starts a file: writes its header.</summary>
    public FlvWriter(IBufferWriter<byte> output, FlvHeader header)
    {
        _output = output;
        Span<byte> buffer = stackalloc byte[FlvHeader.Length + PreviousLengthBytes];
        SpanWriter writer = new(buffer);
        writer.Write("FLV"u8);
        writer.WriteByte(header.Version);
        writer.WriteByte(header.Flags);
        writer.WriteUInt32(FlvHeader.Length);
        writer.WriteUInt32(0);
        _output.Write(writer.WrittenBytes);
    }

    /// <summary>Adds a tag and its length after it.</summary>
    /// <exception cref="ArgumentException">The payload is longer than 24 bits can tell.</exception>
    public void Write(in FlvTag tag)
    {
        if (tag.Payload.Length > FlvTag.MaxPayloadLength)
        {
            throw new ArgumentException(
                $"a tag holds at most {FlvTag.MaxPayloadLength} bytes, not {tag.Payload.Length}", nameof(tag));
        }

        Span<byte> buffer = stackalloc byte[FlvTag.HeaderLength];
        SpanWriter writer = new(buffer);
        writer.WriteByte(tag.Type);
        writer.WriteUInt24((uint)tag.Payload.Length);
        writer.WriteUInt24(tag.TimestampMs & 0xFFFFFF);
        writer.WriteByte((byte)(tag.TimestampMs >> 24));
        writer.WriteUInt24(tag.StreamId);
        _output.Write(writer.WrittenBytes);
        _output.Write(tag.Payload.Span);

        SpanWriter length = new(buffer);
        length.WriteUInt32((uint)(FlvTag.HeaderLength + tag.Payload.Length));
        _output.Write(length.WrittenBytes);
    }
}
