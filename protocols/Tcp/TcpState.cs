namespace Protocols.Tcp;

/// <summary>
/// The states of a TCP connection (RFC 9293, 3.3.2). LISTEN is a state of a host's port, not of a connection.
/// </summary>
public enum TcpState
{
    /// <summary>No connection.</summary>
    Closed,

    /// <summary>A SYN was sent.</summary>
    SynSent,

    /// <summary>A SYN came and was answered.</summary>
    SynReceived,

    /// <summary>Data may flow both ways.</summary>
    Established,

    /// <summary>This side closed; its FIN is not acknowledged yet.</summary>
    FinWait1,

    /// <summary>This side closed, and the peer knows.</summary>
    FinWait2,

    /// <summary>The peer closed.</summary>
    CloseWait,

    /// <summary>Both closed at once.</summary>
    Closing,

    /// <summary>The peer closed first, this side's FIN is not acknowledged yet.</summary>
    LastAck,

    /// <summary>Closed; waits for old packets to die.</summary>
    TimeWait,
}
