using Protocols.Rtmp;
using Protocols.Sockets;

namespace Protocols.Streaming;

/// <summary>What a player does.</summary>
public sealed record RtmpClientSettings
{
    /// <summary>What to play.</summary>
    public required RtmpUrl Url { get; init; }

    /// <summary>How it buffers.</summary>
    public PlaybackSettings Playback { get; init; } = new();

    /// <summary>The handshake that it offers.</summary>
    public HandshakeForm Handshake { get; init; } = HandshakeForm.Simple;

    /// <summary>Whether it leaves when the stream ends; else it stays and plays what a next publisher sends.</summary>
    public bool StopsAtEnd { get; init; }

    /// <summary>What it asks of its byte stream.</summary>
    public StreamOptions Stream { get; init; } = StreamOptions.Default;
}
