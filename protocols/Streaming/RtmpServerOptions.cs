using Protocols.Core;
using Protocols.Rtmp;
using Protocols.Sockets;

namespace Protocols.Streaming;

/// <summary>How a streaming server behaves.</summary>
public sealed record RtmpServerOptions
{
    /// <summary>The port it listens on.</summary>
    public ushort Port { get; init; } = RtmpUrl.DefaultPort;

    /// <summary>
    /// Whether a new viewer gets the current group of pictures at once instead of waiting for the next key frame.
    /// </summary>
    public bool GopCache { get; init; } = true;

    /// <summary>The most that the cache of one stream holds; a longer group of pictures is not cached.</summary>
    public ByteSize GopCacheCapacity { get; init; } = ByteSize.FromMebibytes(16);

    /// <summary>
    /// The most that waits for one viewer; beyond it whole groups of pictures are dropped, the oldest first.
    /// </summary>
    public ByteSize ViewerBacklog { get; init; } = ByteSize.FromMebibytes(32);

    /// <summary>The longest stretch of media that waits for one viewer; 30 s by default, as the queue_length of SRS.</summary>
    public Duration ViewerBacklogTime { get; init; } = Duration.FromSeconds(30);

    /// <summary>Connections at a time; further ones are reset.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>What it announces to each client, the chunk size among it.</summary>
    public RtmpServerSettings Session { get; init; } = RtmpServerSettings.Default;

    /// <summary>How its output is cut into writes; as nginx-rtmp does by default.</summary>
    public WritePattern WritePattern { get; init; } = WritePattern.PerChunk;

    /// <summary>What it asks of its byte streams.</summary>
    public StreamOptions Stream { get; init; } = StreamOptions.Default;
}
