namespace Protocols.Rtmp;

/// <summary>A named value in an AMF0 object or ECMA array.</summary>
/// <param name="Name">Up to 65,535 bytes of UTF-8; names may repeat.</param>
/// <param name="Value">The value.</param>
public readonly record struct Amf0Property(string Name, Amf0Value Value);
