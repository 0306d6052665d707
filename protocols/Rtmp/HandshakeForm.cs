namespace Protocols.Rtmp;

/// <summary>Which of the two handshakes a connection uses.</summary>
public enum HandshakeForm
{
    /// <summary>The handshake of the specification: each side echoes the other's random bytes (Adobe RTMP 1.0, 5.2).</summary>
    Simple,

    /// <summary>
    /// The handshake of Flash Player 9 and its successors: each side signs its random bytes and the other's digest.
    /// </summary>
    Digest,
}
