using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>A live source: publishes media to an RTMP server in real time.</summary>
public sealed record RtmpPushApplication : ApplicationDefinition
{
    /// <inheritdoc/>
    public override string Kind => "rtmp-push";

    /// <summary>The host it runs on.</summary>
    public required Reference Host { get; init; }

    /// <summary>Where it publishes.</summary>
    public required RtmpUrl To { get; init; }

    /// <summary>What it publishes.</summary>
    public required MediaDefinition Media { get; init; }

    /// <summary>Whether a media file starts again when it ends.</summary>
    public bool Loop { get; init; }

    /// <summary>How messages are cut into writes; null for the publisher's usual way.</summary>
    public WritePattern? Writes { get; init; }

    /// <summary>The RTMP chunk size it announces; 128 B to 16777215 B; null for the publisher's usual size.</summary>
    public ByteSize? ChunkSize { get; init; }
}
