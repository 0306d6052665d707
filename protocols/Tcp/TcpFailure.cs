namespace Protocols.Tcp;

/// <summary>Why a connection ended before its time.</summary>
public enum TcpFailure
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>The peer answered the SYN with a reset.</summary>
    Refused,

    /// <summary>The peer reset the connection.</summary>
    Reset,

    /// <summary>The peer stopped answering.</summary>
    TimedOut,

    /// <summary>This side reset it.</summary>
    Aborted,
}
