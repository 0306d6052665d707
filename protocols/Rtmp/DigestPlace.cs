namespace Protocols.Rtmp;

/// <summary>In which half of C1 or S1 the digest lies, the other half holding a public key that nobody here uses.</summary>
internal enum DigestPlace
{
    /// <summary>Behind a pointer at byte 8; the scheme of ffmpeg and of newer Flash Players.</summary>
    FirstHalf,

    /// <summary>Behind a pointer at byte 772; the scheme of older Flash Players.</summary>
    SecondHalf,
}
