namespace Protocols.Rtmp;

/// <summary>A run of bytes in a session's output.</summary>
/// <param name="Length">Bytes, positive.</param>
/// <param name="Kind">What they are.</param>
public readonly record struct OutputSegment(int Length, OutputSegmentKind Kind);
