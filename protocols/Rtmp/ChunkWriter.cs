using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Protocols.Core;

namespace Protocols.Rtmp;

/// <summary>
/// Cuts messages into chunks with the shortest headers that the chunk stream's last message allows (Adobe RTMP 1.0,
/// 5.3).
/// </summary>
/// <remarks>
/// A message is never begun with a format 3 chunk right after a format 0 message: by 5.3.1.2.4 its delta is then that
/// message's timestamp, but nginx-rtmp takes 0, so nobody could rely on it.
/// </remarks>
public sealed class ChunkWriter(RtmpOutput output)
{
    private readonly Dictionary<int, OutgoingChunkStream> _streams = [];

    /// <summary>The longest chunk, in bytes of payload. Writing a Set Chunk Size message changes it.</summary>
    public int ChunkSize { get; private set; } = ChunkReader.DefaultChunkSize;

    /// <summary>Writes a whole message; chunks of other messages are never put in between.</summary>
    /// <exception cref="ArgumentException">The payload or the chunk stream's id is out of range, or a chunk size is.</exception>
    public void Write(in RtmpMessage message)
    {
        if (message.Payload.Length > RtmpMessage.MaxPayloadLength || message.ChunkStreamId is < 2 or > 65599)
        {
            throw new ArgumentException(
                $"a message of {message.Payload.Length} bytes on chunk stream {message.ChunkStreamId} cannot be sent",
                nameof(message));
        }

        int nextChunkSize = ChunkSize;
        if (message.Type == RtmpMessageType.SetChunkSize
            && (!BinaryPrimitives.TryReadInt32BigEndian(message.Payload.Span, out nextChunkSize) || nextChunkSize < 1))
        {
            throw new ArgumentException("a chunk size is 4 bytes and from 1 to 2^31 - 1", nameof(message));
        }

        _streams.TryGetValue(message.ChunkStreamId, out OutgoingChunkStream? last);
        ChunkHeader header = HeaderFor(message, last, out uint? delta);
        bool extended = header.Format == 3 ? last!.HasExtendedTime : header.HasExtendedTime;
        _streams[message.ChunkStreamId] = new OutgoingChunkStream(message, delta, extended);
        WriteHeader(header, OutputSegmentKind.MessageHeader);

        ReadOnlySpan<byte> rest = message.Payload.Span;
        ChunkHeader continuation = header with { Format = 3, HasExtendedTime = extended };
        while (!rest.IsEmpty)
        {
            int length = Math.Min(ChunkSize, rest.Length);
            output.Append(rest[..length], OutputSegmentKind.Payload);
            rest = rest[length..];
            if (!rest.IsEmpty)
            {
                WriteHeader(continuation, OutputSegmentKind.ContinuationHeader);
            }
        }

        ChunkSize = nextChunkSize;
    }

    private static ChunkHeader HeaderFor(in RtmpMessage message, OutgoingChunkStream? last, out uint? delta)
    {
        delta = null;
        ChunkHeader full = new(
            0, message.ChunkStreamId, message.TimestampMs, message.TimestampMs >= ChunkHeader.Extended,
            message.Payload.Length, message.Type, message.StreamId);

        // A delta cannot be negative; the distance is taken modulo 2^32, so a timestamp that wraps is an ordinary step.
        int step = last is null ? -1 : SequenceNumber.Distance(last.TimestampMs, message.TimestampMs);
        if (last is null || last.StreamId != message.StreamId || step < 0)
        {
            return full;
        }

        delta = (uint)step;
        int format = last.Length != message.Payload.Length || last.Type != message.Type ? 1 : last.Delta != delta ? 2 : 3;
        bool extended = step >= ChunkHeader.Extended;
        return full with { Format = format, Time = (uint)step, HasExtendedTime = extended };
    }

    private void WriteHeader(in ChunkHeader header, OutputSegmentKind kind)
    {
        Span<byte> buffer = stackalloc byte[ChunkHeader.MaxLength];
        SpanWriter writer = new(buffer);
        header.Write(ref writer);
        output.Append(writer.WrittenBytes, kind);
    }
}
