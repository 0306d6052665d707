namespace Protocols.Rtmp;

/// <summary>A run of bytes in a session's output.</summary>
/// <remarks>In four bytes, since with chunks of 128 bytes there are many.</remarks>
public readonly record struct OutputSegment
{
    private const int KindBits = 3;

    private readonly int _lengthAndKind;

    /// <summary>So many bytes of a kind.</summary>
    /// <param name="length">Bytes, below 2^28.</param>
    /// <param name="kind">What they are.</param>
    public OutputSegment(int length, OutputSegmentKind kind) => _lengthAndKind = (length << KindBits) | (int)kind;

    /// <summary>Bytes.</summary>
    public int Length => _lengthAndKind >> KindBits;

    /// <summary>What they are.</summary>
    public OutputSegmentKind Kind => (OutputSegmentKind)(_lengthAndKind & ((1 << KindBits) - 1));
}
