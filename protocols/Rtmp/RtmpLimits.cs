namespace Protocols.Rtmp;

/// <summary>
/// How much a peer may make this side hold: with these, no bytes off the wire use memory without bound.
/// </summary>
public sealed record RtmpLimits
{
    /// <summary>Generous for media, far below what would hurt.</summary>
    public static RtmpLimits Default { get; } = new();

    /// <summary>The longest message, in bytes; 8 MiB by default.</summary>
    public int MaxMessageBytes { get; init; } = 8 << 20;

    /// <summary>The longest command, and the longest data in AMF3, in bytes; 64 KiB by default, where real ones have a few hundred.</summary>
    public int MaxCommandBytes { get; init; } = 64 << 10;

    /// <summary>The longest name of an application or stream, in characters; 1024 by default.</summary>
    public int MaxNameLength { get; init; } = 1024;

    /// <summary>Chunk streams in use at a time; 64 by default, where real peers use about six.</summary>
    public int MaxChunkStreams { get; init; } = 64;

    /// <summary>Bytes held for messages that are not finished, over all chunk streams; 16 MiB by default.</summary>
    public int MaxBufferedBytes { get; init; } = 16 << 20;

    /// <summary>Message streams that a client may create on one connection; 16 by default.</summary>
    public int MaxMessageStreams { get; init; } = 16;
}
