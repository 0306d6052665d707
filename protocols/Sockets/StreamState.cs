namespace Protocols.Sockets;

/// <summary>Where a byte stream is in its life.</summary>
public enum StreamState
{
    /// <summary>The handshake is under way.</summary>
    Connecting,

    /// <summary>Bytes may flow; either side may already have closed its own direction.</summary>
    Open,

    /// <summary>Over, in good order or by <see cref="IByteStream.Abort"/> of this side.</summary>
    Closed,

    /// <summary>Over because something went wrong: see <see cref="IByteStream.Error"/>.</summary>
    Failed,
}
