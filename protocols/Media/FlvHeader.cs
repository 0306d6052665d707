namespace Protocols.Media;

/// <summary>The first 9 bytes of an FLV file (Flash Video File Format 10.1, annex E.2).</summary>
/// <param name="Version">The file format's version, 1.</param>
/// <param name="Flags">
/// Bit 2: there is audio; bit 0: there is video; the others are reserved and kept as they were.
/// </param>
public readonly record struct FlvHeader(byte Version, byte Flags)
{
    /// <summary>Bytes in the file.</summary>
    public const int Length = 9;

    /// <summary>The header of a file with audio and video.</summary>
    public static FlvHeader AudioAndVideo => new(1, 5);

    /// <summary>Whether audio tags are announced.</summary>
    public bool HasAudio => (Flags & 4) != 0;

    /// <summary>Whether video tags are announced.</summary>
    public bool HasVideo => (Flags & 1) != 0;
}
