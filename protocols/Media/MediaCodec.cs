namespace Protocols.Media;

/// <summary>The codecs that FLV and Enhanced RTMP can name.</summary>
public enum MediaCodec
{
    /// <summary>Not one of those below, or no codec at all.</summary>
    Unknown,

    /// <summary>H.264 (FLV codec id 7, FourCC <c>avc1</c>).</summary>
    Avc,

    /// <summary>H.265 (FourCC <c>hvc1</c>).</summary>
    Hevc,

    /// <summary>H.266 (FourCC <c>vvc1</c>).</summary>
    Vvc,

    /// <summary>AV1 (FourCC <c>av01</c>).</summary>
    Av1,

    /// <summary>VP8 (FourCC <c>vp08</c>).</summary>
    Vp8,

    /// <summary>VP9 (FourCC <c>vp09</c>).</summary>
    Vp9,

    /// <summary>On2 VP6, without or with alpha (FLV codec ids 4 and 5).</summary>
    Vp6,

    /// <summary>Sorenson H.263 (FLV codec id 2).</summary>
    SorensonH263,

    /// <summary>AAC (FLV sound format 10, FourCC <c>mp4a</c>).</summary>
    Aac,

    /// <summary>MP3 (FLV sound formats 2 and 14, FourCC <c>.mp3</c>).</summary>
    Mp3,

    /// <summary>Opus (FourCC <c>Opus</c>).</summary>
    Opus,

    /// <summary>FLAC (FourCC <c>fLaC</c>).</summary>
    Flac,

    /// <summary>Dolby AC-3 (FourCC <c>ac-3</c>).</summary>
    Ac3,

    /// <summary>Dolby E-AC-3 (FourCC <c>ec-3</c>).</summary>
    EnhancedAc3,

    /// <summary>Speex (FLV sound format 11).</summary>
    Speex,
}
