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

    /// <summary>Writes its bytes.</summary>
    /// <param name="payload">The message's payload.</param>
    /// <param name="bytes">Room for <see cref="Length"/> bytes.</param>
    public void Write(ReadOnlySpan<byte> payload, Span<byte> bytes)
    {
        SpanWriter writer = new(bytes);
        First.Write(ref writer);
        while (true)
        {
            int length = Math.Min(ChunkSize, payload.Length);
            writer.Write(payload[..length]);
            payload = payload[length..];
            if (payload.IsEmpty)
            {
                return;
            }

            Continuation.Write(ref writer);
        }
    }

    /// <summary>Writes where headers and payloads lie.</summary>
    /// <param name="segments">Room for <see cref="Segments"/> segments.</param>
    public void WriteSegments(Span<OutputSegment> segments)
    {
        segments[0] = new OutputSegment(First.Length, OutputSegmentKind.MessageHeader);
        int segment = 1;
        for (int left = PayloadLength; left > 0; left -= ChunkSize)
        {
            segments[segment++] = new OutputSegment(Math.Min(left, ChunkSize), OutputSegmentKind.Payload);
            if (left > ChunkSize)
            {
                segments[segment++] = new OutputSegment(Continuation.Length, OutputSegmentKind.ContinuationHeader);
            }
        }
    }
}
