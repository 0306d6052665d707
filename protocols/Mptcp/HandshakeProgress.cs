namespace Protocols.Mptcp;

/// <summary>How far a subflow's MPTCP handshake has come.</summary>
public enum HandshakeProgress
{
    /// <summary>Something is still missing.</summary>
    Pending,

    /// <summary>Both ends know that the other speaks MPTCP, or is who it says.</summary>
    Complete,

    /// <summary>The peer, or something on the path, does not speak MPTCP: plain TCP from here on.</summary>
    FellBack,

    /// <summary>The subflow is to be reset (RFC 8684, 3.2).</summary>
    Refused,
}
