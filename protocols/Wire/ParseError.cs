namespace Protocols.Wire;

/// <summary>
/// Why bytes from a network or a capture file are not what they should be. A parser gives one of these; it never
/// throws.
/// </summary>
public enum ParseError : byte
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The bytes end before the header, the option or the block does.</summary>
    Truncated,

    /// <summary>The version field, or the magic number of a file, is none that the format has.</summary>
    Version,

    /// <summary>A header length field is smaller than the smallest header or larger than what is there.</summary>
    HeaderLength,

    /// <summary>A total length field is smaller than the header or larger than what is there.</summary>
    TotalLength,

    /// <summary>The checksum is wrong.</summary>
    Checksum,

    /// <summary>An option has a length that its kind does not allow, or that reaches past the header.</summary>
    OptionLength,

    /// <summary>A field has a value that the format does not allow.</summary>
    FieldValue,

    /// <summary>A fragment of an IPv4 packet; fragments are not put together.</summary>
    Fragment,

    /// <summary>An IP packet that carries neither TCP nor UDP.</summary>
    Protocol,

    /// <summary>A packet of a new flow, when as many flows are known as are allowed.</summary>
    TooManyFlows,

    /// <summary>A captured packet names an interface that the file has not described.</summary>
    Interface,
}
