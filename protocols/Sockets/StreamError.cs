namespace Protocols.Sockets;

/// <summary>Why a byte stream failed.</summary>
public enum StreamError
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>Nobody listens there (ECONNREFUSED).</summary>
    Refused,

    /// <summary>There is no route to the address (ENETUNREACH, EHOSTUNREACH).</summary>
    Unreachable,

    /// <summary>The peer stopped answering (ETIMEDOUT).</summary>
    TimedOut,

    /// <summary>The peer reset the connection (ECONNRESET).</summary>
    Reset,
}
