using Protocols.Core;

namespace Protocols.Streaming;

/// <summary>How a player buffers.</summary>
public sealed record PlaybackSettings
{
    /// <summary>The most it holds; it reads no further while full. 64 MiB by default.</summary>
    public ByteSize Capacity { get; init; } = ByteSize.FromMebibytes(64);

    /// <summary>How much media it waits for before playback starts.</summary>
    public Duration StartAfter { get; init; } = Duration.FromSeconds(1);

    /// <summary>How much media it waits for after a stall; null for as much as at the start.</summary>
    public Duration? ResumeAfter { get; init; }
}
