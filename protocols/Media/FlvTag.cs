using System;

namespace Protocols.Media;

/// <summary>One tag of an FLV file (Flash Video File Format 10.1, annex E.4.1).</summary>
/// <param name="Type">
/// The tag type's byte as it is in the file; 8, 9 and 18 are media, bit 5 says that the payload is encrypted.
/// </param>
/// <param name="TimestampMs">Milliseconds since the first tag, 32 bits (24 bits and their extension).</param>
/// <param name="StreamId">24 bits, always 0 in a file.</param>
/// <param name="Payload">The body; up to 16,777,215 bytes.</param>
public readonly record struct FlvTag(byte Type, uint TimestampMs, uint StreamId, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Bytes in front of the payload.</summary>
    public const int HeaderLength = 11;

    /// <summary>The longest payload that 24 bits can tell.</summary>
    public const int MaxPayloadLength = 0xFFFFFF;

    /// <summary>Whether this is audio, video or script data that can be read: a known type, not encrypted.</summary>
    public bool IsMedia => Type is (byte)MediaKind.Audio or (byte)MediaKind.Video or (byte)MediaKind.Script;

    /// <summary>The tag as a media frame; only when <see cref="IsMedia"/>.</summary>
    public MediaFrame Frame => new((MediaKind)Type, TimestampMs, Payload);

    /// <summary>The tag that carries a frame.</summary>
    public static FlvTag Of(in MediaFrame frame) => new((byte)frame.Kind, frame.TimestampMs, 0, frame.Payload);
}
