using System;

namespace Protocols.Tcp;

/// <summary>What happened to a connection since it was last asked.</summary>
[Flags]
public enum TcpEvents
{
    /// <summary>Nothing of interest.</summary>
    None = 0,

    /// <summary>The handshake is complete.</summary>
    Established = 1,

    /// <summary>There is more to read, or the end of the stream.</summary>
    Readable = 2,

    /// <summary>Written data was acknowledged.</summary>
    Acknowledged = 4,

    /// <summary>The connection is over: see <see cref="TcpConnection.Failure"/>.</summary>
    Closed = 8,
}
