namespace Protocols.Rtmp;

/// <summary>
/// What a sender remembers of the last message of one chunk stream, to leave the same fields out of the next header.
/// </summary>
internal sealed class OutgoingChunkStream(in RtmpMessage last, uint? delta, bool hasExtendedTime)
{
    /// <summary>The last message's timestamp.</summary>
    public uint TimestampMs { get; } = last.TimestampMs;

    /// <summary>The last message's length.</summary>
    public int Length { get; } = last.Payload.Length;

    /// <summary>The last message's type.</summary>
    public RtmpMessageType Type { get; } = last.Type;

    /// <summary>The last message's message stream.</summary>
    public uint StreamId { get; } = last.StreamId;

    /// <summary>The timestamp delta that the receiver knows; null after a format 0 header.</summary>
    public uint? Delta { get; } = delta;

    /// <summary>Whether the last header had an extended timestamp, which format 3 chunks then repeat.</summary>
    public bool HasExtendedTime { get; } = hasExtendedTime;
}
