namespace Protocols.Rtmp;

/// <summary>A pair in an AMF3 dictionary.</summary>
/// <param name="Key">Any value.</param>
/// <param name="Value">What it leads to.</param>
public readonly record struct Amf3Entry(Amf3Value Key, Amf3Value Value);
