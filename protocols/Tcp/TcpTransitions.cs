namespace Protocols.Tcp;

/// <summary>How closing moves a connection from state to state (RFC 9293, 3.6 and figure 5).</summary>
internal static class TcpTransitions
{
    /// <summary>This end has queued its FIN.</summary>
    public static TcpState OnClose(TcpState state) => state switch
    {
        TcpState.Established => TcpState.FinWait1,
        TcpState.CloseWait => TcpState.LastAck,
        _ => state,
    };

    /// <summary>The peer has acknowledged this end's FIN.</summary>
    public static TcpState OnFinAcknowledged(TcpState state) => state switch
    {
        TcpState.FinWait1 => TcpState.FinWait2,
        TcpState.Closing => TcpState.TimeWait,
        TcpState.LastAck => TcpState.Closed,
        _ => state,
    };

    /// <summary>The peer's FIN, and all before it, have arrived.</summary>
    public static TcpState OnFin(TcpState state) => state switch
    {
        TcpState.Established => TcpState.CloseWait,
        TcpState.FinWait1 => TcpState.Closing,
        TcpState.FinWait2 => TcpState.TimeWait,
        _ => state,
    };
}
