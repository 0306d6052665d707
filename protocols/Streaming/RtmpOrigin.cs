using System;
using System.Diagnostics.CodeAnalysis;
using Protocols.Core;
using Protocols.Rtmp;
using Protocols.Sockets;

namespace Protocols.Streaming;

/// <summary>The server from which an edge server gets the streams that nobody publishes to it.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">The TCP port.</param>
public sealed record RtmpOrigin(string Host, ushort Port = RtmpUrl.DefaultPort)
{
    /// <summary>How long a stream is still pulled after its last viewer has left; 10 s by default.</summary>
    public Duration Idle { get; init; } = Duration.FromSeconds(10);

    /// <summary>How long to wait before a pull that failed or ended is tried again; 3 s by default, as SRS does.</summary>
    public Duration Retry { get; init; } = Duration.FromSeconds(3);

    /// <summary>What the edge asks of its byte streams to the origin.</summary>
    public StreamOptions Stream { get; init; } = StreamOptions.Default;

    /// <summary>Reads <c>rtmp://host[:port]</c>, without a path: application and stream are those that a viewer asks for.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RtmpOrigin? origin)
    {
        const string Scheme = "rtmp://";
        origin = null;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || !RtmpUrl.TryParseServer(text[Scheme.Length..], out string host, out ushort port)
            || host.Contains('/', StringComparison.Ordinal))
        {
            return false;
        }

        origin = new RtmpOrigin(host, port);
        return true;
    }
}
