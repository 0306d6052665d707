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

    /// <summary>
    /// How much a slow player may lag behind before the server skips to the next key frame; positive.
    /// </summary>
    public Duration Queue { get; init; } = new(30 * Duration.PicosecondsPerSecond);

    /// <summary>How messages are cut into writes; null for the server's usual way.</summary>
    public WritePattern? Writes { get; init; }

    /// <summary>The RTMP chunk size it announces; 128 B to 16777215 B; null for the server's usual size.</summary>
    public ByteSize? ChunkSize { get; init; }
}
