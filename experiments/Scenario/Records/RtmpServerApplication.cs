using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>An RTMP server: takes one publisher per stream and sends it on to any number of players.</summary>
public sealed record RtmpServerApplication : ApplicationDefinition
{
    /// <inheritdoc/>
    public override string Kind => "rtmp-server";

    /// <summary>The host it listens on, on every address.</summary>
    public required Reference Host { get; init; }

    /// <summary>The port it listens on, 1 to 65535.</summary>
    public int Port { get; init; } = 1935;

    /// <summary>Whether a new player gets the current group of pictures at once.</summary>
    public bool GopCache { get; init; } = true;

    /// <summary>The most that the cache of one stream holds; positive. A longer group of pictures is not cached.</summary>
    public ByteSize GopCacheSize { get; init; } = ByteSize.FromMebibytes(16);

    /// <summary>The most frames that the cache of one stream holds; 1 to 1000000.</summary>
    public int GopCacheFrames { get; init; } = 2500;

    /// <summary>
    /// How much a slow player may lag behind before the server skips to the next key frame; positive.
    /// </summary>
    public Duration Queue { get; init; } = new(30 * Duration.PicosecondsPerSecond);

    /// <summary>The most that may wait for a slow player before the server skips to the next key frame; positive.</summary>
    public ByteSize QueueSize { get; init; } = ByteSize.FromMebibytes(32);

    /// <summary>How messages are cut into writes; null for the server's usual way.</summary>
    public WritePattern? Writes { get; init; }

    /// <summary>How long frames may wait to be written together, as SRS' mw_latency; 0 or more.</summary>
    public Duration MergeLatency { get; init; } = Duration.Zero;

    /// <summary>
    /// The RTMP chunk size it announces; 128 B to 16777215 B; null for the way of the <see cref="Writes"/>: 60000 B for that
    /// of SRS, else the server's usual size.
    /// </summary>
    public ByteSize? ChunkSize { get; init; }

    /// <summary>What happens to a second publisher of a stream.</summary>
    public SecondPublisherRule OnSecondPublisher { get; init; } = SecondPublisherRule.Refuse;

    /// <summary>Where streams come from that nobody publishes here; null for nowhere.</summary>
    public OriginDefinition? Origin { get; init; }

    /// <summary>How long a stream is still pulled from the origin when nobody watches it any more; 0 or more.</summary>
    public Duration OriginIdle { get; init; } = new(10 * Duration.PicosecondsPerSecond);

    /// <summary>Connections at a time, 1 to 65535; further ones are reset.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>How long a client may take for its handshake; positive.</summary>
    public Duration HandshakeTimeout { get; init; } = new(10 * Duration.PicosecondsPerSecond);

    /// <summary>How long a client may neither publish nor play, and a publisher send no whole frame; positive.</summary>
    public Duration IdleTimeout { get; init; } = new(30 * Duration.PicosecondsPerSecond);

    /// <summary>How long a client may take nothing of what waits for it; positive.</summary>
    public Duration SendTimeout { get; init; } = new(30 * Duration.PicosecondsPerSecond);
}
