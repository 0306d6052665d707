using Protocols.Core;
using Protocols.Media;

namespace Protocols.Streaming;

/// <summary>A frame that a player has received completely.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="At">When its last byte was read.</param>
/// <param name="Lateness">
/// How long after the moment at which it was to be played, negative when in time; zero until playback starts.
/// </param>
/// <param name="Buffered">How much media the player holds, this frame included.</param>
/// <param name="Gap">Time since the frame before it arrived; zero for the first.</param>
public readonly record struct ReceivedFrame(MediaFrame Frame, Instant At, Duration Lateness, Duration Buffered, Duration Gap);
