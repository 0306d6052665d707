using Protocols.Core;

namespace Results.Recording;

/// <summary>One media frame that arrived at a player.</summary>
/// <param name="At">When its last byte was read.</param>
/// <param name="MediaMilliseconds">Its time in the stream, as the protocol carries it.</param>
/// <param name="Kind">What it is: <c>video</c>, <c>audio</c> or <c>metadata</c>.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Lateness">How far it came behind the schedule that the first frame set; negative when it was
/// early.</param>
/// <param name="Buffer">Media the player holds once the frame is in: the time it could play on without another
/// byte.</param>
public readonly record struct PlaybackEntry(
    Instant At, long MediaMilliseconds, string Kind, int Bytes, Duration Lateness, Duration Buffer);
