namespace Protocols.Rtmp;

/// <summary>
/// The types of AMF0 by their markers (AMF 0 specification, 2.1). Movie clip, reference and record set are not read, and
/// what is in AMF3 (marker 17) is converted.
/// </summary>
public enum Amf0Type : byte
{
    /// <summary>A double.</summary>
    Number = 0,

    /// <summary>True or false.</summary>
    Boolean = 1,

    /// <summary>Text of up to 65,535 bytes of UTF-8.</summary>
    String = 2,

    /// <summary>Named values in order.</summary>
    Object = 3,

    /// <summary>Nothing.</summary>
    Null = 5,

    /// <summary>Not even nothing.</summary>
    Undefined = 6,

    /// <summary>Named values with a count that is only a hint.</summary>
    EcmaArray = 8,

    /// <summary>Values without names.</summary>
    StrictArray = 10,

    /// <summary>Milliseconds since 1970 and a time zone that should be 0.</summary>
    Date = 11,

    /// <summary>Text of up to 2^32 - 1 bytes of UTF-8.</summary>
    LongString = 12,

    /// <summary>A value that the sender could not express.</summary>
    Unsupported = 13,

    /// <summary>An XML document as text.</summary>
    XmlDocument = 15,

    /// <summary>Named values in order, of a named class.</summary>
    TypedObject = 16,
}
