namespace Protocols.Media;

/// <summary>What a media frame carries. The values are FLV tag types and, equally, RTMP message types.</summary>
public enum MediaKind : byte
{
    /// <summary>A piece of the audio track.</summary>
    Audio = 8,

    /// <summary>A piece of the video track.</summary>
    Video = 9,

    /// <summary>Script data in AMF0, such as <c>onMetaData</c>.</summary>
    Script = 18,
}
