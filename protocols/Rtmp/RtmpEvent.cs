using Protocols.Media;

namespace Protocols.Rtmp;

/// <summary>Something that a session tells its application.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="StreamId">The message stream it is about; 0 for the connection.</param>
/// <param name="Text">
/// The stream's name for requests, the application's name for Connected at a server, the status code for Refused.
/// </param>
/// <param name="Frame">The frame of a Media event.</param>
public readonly record struct RtmpEvent(RtmpEventKind Kind, uint StreamId, string Text = "", MediaFrame Frame = default);
