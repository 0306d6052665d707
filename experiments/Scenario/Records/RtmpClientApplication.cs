using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>A player: plays a stream from an RTMP server through a playback buffer.</summary>
public sealed record RtmpClientApplication : ApplicationDefinition
{
    /// <inheritdoc/>
    public override string Kind => "rtmp-client";

    /// <summary>The host it runs on.</summary>
    public required Reference Host { get; init; }

    /// <summary>What it plays.</summary>
    public required RtmpUrl From { get; init; }

    /// <summary>The capacity of the playback buffer; positive.</summary>
    public ByteSize Buffer { get; init; } = ByteSize.FromMebibytes(64);

    /// <summary>
    /// How much media must be buffered before playback starts, and starts again after a stall; 0 or more.
    /// </summary>
    public Duration StartAfter { get; init; } = new(Duration.PicosecondsPerSecond);
}
