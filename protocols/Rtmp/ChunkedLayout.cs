using System;
using Protocols.Core;

namespace Protocols.Rtmp;

/// <summary>How one message lies on the wire: a header, then payloads of the chunk size with continuations between them.</summary>
/// <param name="First">The header of the first chunk.</param>
/// <param name="Continuation">The header of the others, of format 3.</param>
/// <param name="PayloadLength">The message's length.</param>
/// <param name="ChunkSize">The longest payload of a chunk, positive.</param>
internal readonly record struct ChunkedLayout(ChunkHeader First, ChunkHeader Continuation, int PayloadLength, int ChunkSize)
{
    /// <summary>How many chunks there are; one for an empty message.</summary>
    public int Chunks => PayloadLength <= ChunkSize ? 1 : ((PayloadLength - 1) / ChunkSize) + 1;

    /// <summary>How many segments there are: headers, and payloads that are not empty.</summary>
    public int Segments => (2 * Chunks) - (PayloadLength == 0 ? 1 : 0);

    /// <summary>Bytes of all of it.</summary>
    public int Length => First.Length + PayloadLength + ((Chunks - 1) * Continuation.Length);

    /// <summary>Writes it.</summary>
    /// <param name="payload">The message's payload.</param>
    /// <param name="bytes">Room for <see cref="Length"/> bytes.</param>
    /// <param name="segments">Room for <see cref="Segments"/> segments.</param>
    public void Write(ReadOnlySpan<byte> payload, Span<byte> bytes, Span<OutputSegment> segments)
    {
        SpanWriter writer = new(bytes);
        First.Write(ref writer);
        segments[0] = new OutputSegment(writer.Written, OutputSegmentKind.MessageHeader);
        int segment = 1;
        while (!payload.IsEmpty)
        {
            int length = Math.Min(ChunkSize, payload.Length);
            writer.Write(payload[..length]);
            payload = payload[length..];
            segments[segment++] = new OutputSegment(length, OutputSegmentKind.Payload);
            if (!payload.IsEmpty)
            {
                int before = writer.Written;
                Continuation.Write(ref writer);
                segments[segment++] = new OutputSegment(writer.Written - before, OutputSegmentKind.ContinuationHeader);
            }
        }
    }
}
