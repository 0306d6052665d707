using Protocols.Core;
using Protocols.Media;

namespace Protocols.Streaming;

/// <summary>A frame that a publisher has handed to its stream.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Due">When it should have been sent: the start of publishing plus its media time.</param>
/// <param name="At">When the stream had taken its last byte.</param>
public readonly record struct SentFrame(MediaFrame Frame, Instant Due, Instant At)
{
    /// <summary>How late that was; grows while the stream is full.</summary>
    public Duration Lateness => At - Due;
}
