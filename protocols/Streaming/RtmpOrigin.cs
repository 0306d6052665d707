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
}
