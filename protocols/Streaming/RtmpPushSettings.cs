using System.Collections.Generic;
using Protocols.Rtmp;
using Protocols.Sockets;

namespace Protocols.Streaming;

/// <summary>What a publisher does.</summary>
public sealed record RtmpPushSettings
{
    /// <summary>Where to publish.</summary>
    public required RtmpUrl Url { get; init; }

    /// <summary>How its output is cut into writes; as ffmpeg does by default.</summary>
    public WritePattern WritePattern { get; init; } = WritePattern.FfmpegLike;

    /// <summary>The longest chunk it sends, in bytes; null for the server's, as ffmpeg does.</summary>
    public int? ChunkSize { get; init; }

    /// <summary>The FourCCs that it offers to send by Enhanced RTMP; none by default.</summary>
    public IReadOnlyList<string> EnhancedCodecs { get; init; } = [];

    /// <summary>The handshake that it offers.</summary>
    public HandshakeForm Handshake { get; init; } = HandshakeForm.Simple;

    /// <summary>What it asks of its byte stream.</summary>
    public StreamOptions Stream { get; init; } = StreamOptions.Default;
}
