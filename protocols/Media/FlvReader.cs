using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Protocols.Core;

namespace Protocols.Media;

/// <summary>
/// Reads FLV files (Flash Video File Format 10.1, annex E). Strict about structure, tolerant about where a recording
/// stops.
/// </summary>
/// <remarks>
/// <code>
/// file: "FLV" | version (8) | flags (8) | header length = 9 (32) | { previous tag's length (32) | tag }* | previous
/// tag's length (32) tag:  type (8) | payload length (24) | timestamp (24) | timestamp, high bits (8) | stream id (24)
/// | payload
/// </code>
/// A wrong previous length is an error: it means that tags were lost or that an editor broke the file.
/// </remarks>
public static class FlvReader
{
    private const int PreviousLengthBytes = 4;

    /// <summary>Reads a whole file. The tags refer to <paramref name="bytes"/>: nothing is copied.</summary>
    /// <returns>
    /// False with the <paramref name="error"/> when the bytes are not FLV; a file that merely stops early is no error.
    /// </returns>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out FlvFile? file, out FlvError error)
    {
        file = null;
        SpanReader reader = new(bytes.Span);
        if (!TryReadHeader(ref reader, out FlvHeader header, out error))
        {
            return false;
        }

        List<FlvTag> tags = [];
        uint previousLength = 0;
        while (reader.Remaining >= PreviousLengthBytes)
        {
            int position = bytes.Length - reader.Remaining;
            uint told = reader.ReadUInt32();
            if (told != previousLength)
            {
                error = new FlvError(
                    position, $"the previous tag's length is given as {told} bytes, but it was {previousLength}");
                return false;
            }

            if (reader.Remaining == 0)
            {
                file = new FlvFile(header, tags, false);
                return true;
            }

            int start = bytes.Length - reader.Remaining;
            if (!TryReadTag(ref reader, bytes[start..], out FlvTag tag))
            {
                break;
            }

            tags.Add(tag);
            previousLength = (uint)(FlvTag.HeaderLength + tag.Payload.Length);
        }

        file = new FlvFile(header, tags, true);
        return true;
    }

    private static bool TryReadHeader(ref SpanReader reader, out FlvHeader header, out FlvError error)
    {
        header = default;
        error = default;
        if (reader.Remaining < FlvHeader.Length)
        {
            error = new FlvError(reader.Remaining, $"the file ends inside the header of {FlvHeader.Length} bytes");
            return false;
        }

        if (!reader.ReadBytes(3).SequenceEqual("FLV"u8))
        {
            error = new FlvError(0, "an FLV file starts with the letters FLV");
            return false;
        }

        header = new FlvHeader(reader.ReadByte(), reader.ReadByte());
        if (header.Version != 1)
        {
            error = new FlvError(3, $"the file's version is {header.Version}; only version 1 exists");
            return false;
        }

        uint length = reader.ReadUInt32();
        if (length != FlvHeader.Length)
        {
            error = new FlvError(
                5, $"the header's length is given as {length} bytes; in version 1 it is {FlvHeader.Length}");
            return false;
        }

        return true;
    }

    private static bool TryReadTag(ref SpanReader reader, ReadOnlyMemory<byte> bytes, out FlvTag tag)
    {
        byte type = reader.ReadByte();
        uint length = reader.ReadUInt24();
        uint timestamp = reader.ReadUInt24();
        timestamp |= (uint)reader.ReadByte() << 24;
        uint streamId = reader.ReadUInt24();
        reader.Skip((int)length);
        tag = reader.Failed
            ? default
            : new FlvTag(type, timestamp, streamId, bytes.Slice(FlvTag.HeaderLength, (int)length));
        return !reader.Failed;
    }
}
