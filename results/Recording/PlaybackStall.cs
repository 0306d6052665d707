using Protocols.Core;

namespace Results.Recording;

/// <summary>A time in which the player had nothing to show and the picture stood still.</summary>
/// <param name="From">When the buffer ran empty.</param>
/// <param name="To">When playing went on, or the end of the run.</param>
public readonly record struct PlaybackStall(Instant From, Instant To)
{
    /// <summary>How long the picture stood still.</summary>
    public Duration Length => To - From;
}
