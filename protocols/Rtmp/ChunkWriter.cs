using System;
using System.Buffers.Binary;

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
    private readonly ChunkStreamTable<OutgoingChunkStream> _streams = new();

    /// <summary>The longest chunk, in bytes of payload. Writing a Set Chunk Size message changes it.</summary>
    public int ChunkSize { get; private set; } = ChunkReader.DefaultChunkSize;

    /// <summary>Writes a whole message; chunks of other messages are never put in between.</summary>
    /// <param name="message">The message.</param>
    /// <param name="shared">
    /// Chunks of this very message that other connections may have made already; they are used if they fit, made if there
    /// are none. Null when the message goes to this connection only.
    /// </param>
    /// <exception cref="ArgumentException">The payload or the chunk stream's id is out of range, or a chunk size is.</exception>
    public void Write(in RtmpMessage message, SharedChunks? shared = null)
    {
        if (message.Payload.Length > RtmpMessage.MaxPayloadLength
            || message.ChunkStreamId is < 2 or > ChunkHeader.MaxChunkStreamId)
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

        ChunkHeader header = StreamOf(message.ChunkStreamId).Next(message, out bool continuesExtendedTime);
        ChunkHeader continuation = header with { Format = 3, HasExtendedTime = continuesExtendedTime };
        ChunkedLayout layout = new(header, continuation, message.Payload.Length, ChunkSize);
        if (shared is null || !shared.TryAppendTo(output, layout, message.Payload.Span))
        {
            output.Append(layout, message.Payload.Span);
        }

        ChunkSize = nextChunkSize;
    }

    private OutgoingChunkStream StreamOf(int id)
    {
        if (!_streams.TryGet(id, out OutgoingChunkStream? stream))
        {
            stream = new OutgoingChunkStream();
            _streams.Add(id, stream);
        }

        return stream;
    }
}
