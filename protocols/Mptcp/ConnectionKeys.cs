namespace Protocols.Mptcp;

/// <summary>The two keys of a connection and what is derived from them (RFC 8684, 3.1).</summary>
/// <param name="local">This end's key.</param>
public sealed class ConnectionKeys(ulong local)
{
    /// <summary>This end's key.</summary>
    public ulong Local => local;

    /// <summary>The token by which this end knows the connection.</summary>
    public uint LocalToken { get; } = KeyMaterial.Token(local);

    /// <summary>The data sequence number of this end's first byte.</summary>
    public ulong FirstLocalSequence { get; } = unchecked(KeyMaterial.InitialDataSequenceNumber(local) + 1);

    /// <summary>Whether the peer's key is known.</summary>
    public bool HasRemote { get; private set; }

    /// <summary>The peer's key.</summary>
    public ulong Remote { get; private set; }

    /// <summary>The token by which the peer knows the connection.</summary>
    public uint RemoteToken { get; private set; }

    /// <summary>The data sequence number of the peer's first byte.</summary>
    public ulong FirstRemoteSequence { get; private set; }

    /// <summary>The peer's key became known.</summary>
    public void SetRemote(ulong remote)
    {
        HasRemote = true;
        Remote = remote;
        RemoteToken = KeyMaterial.Token(remote);
        FirstRemoteSequence = unchecked(KeyMaterial.InitialDataSequenceNumber(remote) + 1);
    }
}
