using System;

namespace Protocols.Media;

/// <summary>One piece of a media stream: an audio or video frame, a sequence header, or script data.</summary>
/// <remarks>
/// Frames share their payload: nobody writes into it once the frame exists, so a server hands the same bytes to all
/// viewers.
/// </remarks>
/// <param name="Kind">The track.</param>
/// <param name="TimestampMs">Decoding time in milliseconds, modulo 2^32 (49.7 days), as FLV and RTMP carry it.</param>
/// <param name="Payload">The body of the FLV tag or RTMP message, codec header included.</param>
public readonly record struct MediaFrame(MediaKind Kind, uint TimestampMs, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The codec header in front of the payload.</summary>
    public CodecHeader Header => CodecHeader.Read(Kind, Payload.Span);

    /// <summary>Whether a decoder may start here: a coded video frame that refers to no other.</summary>
    public bool IsKeyFrame => Header.IsKeyFrame;

    /// <summary>Whether this configures the decoder and carries no picture or sound.</summary>
    public bool IsSequenceHeader => Header.IsSequenceHeader;
}
