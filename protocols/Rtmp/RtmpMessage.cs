using System;

namespace Protocols.Rtmp;

/// <summary>One RTMP message, put together from its chunks or about to be cut into them.</summary>
/// <param name="Type">What it is.</param>
/// <param name="ChunkStreamId">The chunk stream that carries it, 2 to 65,599.</param>
/// <param name="StreamId">The message stream; 0 for the connection itself.</param>
/// <param name="TimestampMs">Milliseconds modulo 2^32, absolute.</param>
/// <param name="Payload">The body, up to 16,777,215 bytes. Nobody writes into it once the message exists.</param>
public readonly record struct RtmpMessage(
    RtmpMessageType Type,
    int ChunkStreamId,
    uint StreamId,
    uint TimestampMs,
    ReadOnlyMemory<byte> Payload)
{
    /// <summary>The longest payload that the 24-bit length can tell.</summary>
    public const int MaxPayloadLength = 0xFFFFFF;
}
