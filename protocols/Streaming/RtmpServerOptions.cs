using Protocols.Core;
using Protocols.Rtmp;
using Protocols.Sockets;

namespace Protocols.Streaming;

/// <summary>How a streaming server behaves.</summary>
/// <remarks>Time-outs are looked at once a second.</remarks>
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
    /// The most frames that the cache of one stream holds; 2500 by default, as SRS' gop_cache_max_frames. A stream without
    /// key frames would fill it for ever.
    /// </summary>
    public int GopCacheFrames { get; init; } = 2500;

    /// <summary>
    /// The most that waits for one viewer; beyond it whole groups of pictures are dropped, the oldest first.
    /// </summary>
    public ByteSize ViewerBacklog { get; init; } = ByteSize.FromMebibytes(32);

    /// <summary>The longest stretch of media that waits for one viewer; 30 s by default, as the queue_length of SRS.</summary>
    public Duration ViewerBacklogTime { get; init; } = Duration.FromSeconds(30);

    /// <summary>
    /// How long frames may wait to be written together with later ones; zero by default: each is written at once. SRS'
    /// mw_latency is 350 ms. A viewer has that much more delay, and the server fewer writes.
    /// </summary>
    public Duration MergeLatency { get; init; } = Duration.Zero;

    /// <summary>What happens to a second publisher of a stream.</summary>
    public SecondPublisher OnSecondPublisher { get; init; } = SecondPublisher.Refuse;

    /// <summary>Where streams come from that nobody publishes here; null for nowhere.</summary>
    public RtmpOrigin? Origin { get; init; }

    /// <summary>Connections at a time; further ones are reset.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>What a client may make a session hold.</summary>
    public RtmpLimits Limits { get; init; } = RtmpLimits.Default;

    /// <summary>How long a client may take for its handshake; 10 s by default.</summary>
    public Duration HandshakeTimeout { get; init; } = Duration.FromSeconds(10);

    /// <summary>
    /// How long a client may neither publish nor play, and a publisher send no whole frame; 30 s by default. Bytes that
    /// come to nothing do not count.
    /// </summary>
    public Duration IdleTimeout { get; init; } = Duration.FromSeconds(30);

    /// <summary>How long a client may take nothing of what waits for it; 30 s by default, as SRS waits.</summary>
    public Duration SendTimeout { get; init; } = Duration.FromSeconds(30);

    /// <summary>After how long a silence of a viewer it is asked whether it is there; 60 s by default, as nginx-rtmp does.</summary>
    public Duration PingInterval { get; init; } = Duration.FromSeconds(60);

    /// <summary>How long it may take to answer; 30 s by default, as with nginx-rtmp.</summary>
    public Duration PingTimeout { get; init; } = Duration.FromSeconds(30);

    /// <summary>What it announces to each client, the chunk size among it.</summary>
    public RtmpServerSettings Session { get; init; } = RtmpServerSettings.Default;

    /// <summary>How its output is cut into writes; as nginx-rtmp does by default.</summary>
    public WritePattern WritePattern { get; init; } = WritePattern.NginxRtmp;

    /// <summary>What it asks of its byte streams.</summary>
    public StreamOptions Stream { get; init; } = StreamOptions.Default;
}
