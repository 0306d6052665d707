namespace Protocols.Congestion;

/// <summary>How the sender sees the path (Linux's tcp_ca_state).</summary>
public enum CongestionState : byte
{
    /// <summary>All is well.</summary>
    Open,

    /// <summary>Something arrived out of order; nothing is taken for lost yet.</summary>
    Disorder,

    /// <summary>The window is being reduced without a loss to repair: congestion was signalled.</summary>
    Reduction,

    /// <summary>Lost segments are being sent again (fast recovery, RFC 6582 and 6675).</summary>
    Recovery,

    /// <summary>The retransmission timer expired.</summary>
    Loss,
}
