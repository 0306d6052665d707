namespace Protocols.Rtmp;

/// <summary>A named value in an AMF3 object or array.</summary>
/// <param name="Name">UTF-8 on the wire; empty only for a member that a class declares.</param>
/// <param name="Value">The value.</param>
public readonly record struct Amf3Property(string Name, Amf3Value Value);
