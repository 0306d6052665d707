namespace Protocols.Rtmp;

/// <summary>The types of AMF3 by their markers (AMF 3 specification, 2013, 3.1).</summary>
public enum Amf3Type : byte
{
    /// <summary>Not even nothing.</summary>
    Undefined = 0,

    /// <summary>Nothing.</summary>
    Null = 1,

    /// <summary>The Boolean false.</summary>
    False = 2,

    /// <summary>The Boolean true.</summary>
    True = 3,

    /// <summary>A whole number of 29 bits with sign.</summary>
    Integer = 4,

    /// <summary>A double.</summary>
    Double = 5,

    /// <summary>Text.</summary>
    String = 6,

    /// <summary>An XML document of the old kind, as text.</summary>
    XmlDocument = 7,

    /// <summary>Milliseconds since 1970.</summary>
    Date = 8,

    /// <summary>Named values and values without names.</summary>
    Array = 9,

    /// <summary>Named values, of a class or of none.</summary>
    Object = 10,

    /// <summary>An XML document of the new kind, as text.</summary>
    Xml = 11,

    /// <summary>Bytes.</summary>
    ByteArray = 12,

    /// <summary>Integers of 32 bits with sign.</summary>
    VectorOfInt = 13,

    /// <summary>Integers of 32 bits without sign.</summary>
    VectorOfUInt = 14,

    /// <summary>Doubles.</summary>
    VectorOfDouble = 15,

    /// <summary>Values of a class.</summary>
    VectorOfObject = 16,

    /// <summary>Values found by values.</summary>
    Dictionary = 17,
}
