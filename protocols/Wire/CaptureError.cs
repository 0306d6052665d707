namespace Protocols.Wire;

/// <summary>What is wrong with a capture file, and where.</summary>
/// <param name="Offset">The offset in bytes of the header, record or block that cannot be read.</param>
/// <param name="Reason">Why it cannot.</param>
public readonly record struct CaptureError(long Offset, ParseError Reason);
