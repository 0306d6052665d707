namespace Protocols.Mptcp;

/// <summary>What is special about a data sequence mapping.</summary>
public enum MappingKind : byte
{
    /// <summary>Nothing: it has no checksum.</summary>
    Plain,

    /// <summary>Its checksum is known (RFC 8684, 3.3.1).</summary>
    Summed,

    /// <summary>It arrived, and does not fit the bytes it came with, or not what was negotiated.</summary>
    Invalid,

    /// <summary>The infinite mapping: its bytes and all behind them are plain TCP (RFC 8684, 3.7).</summary>
    Infinite,
}
