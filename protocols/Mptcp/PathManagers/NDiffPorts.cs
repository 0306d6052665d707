using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp.PathManagers;

/// <summary>
/// The out-of-tree stack's <c>ndiffports</c>: so many subflows between one pair of addresses, which differ in their
/// source ports (mptcp_ndiffports.c). For networks that spread flows over equal paths by their ports.
/// </summary>
/// <remarks>Nothing is announced, and announcements are ignored.</remarks>
public sealed class NDiffPorts(MptcpConnection connection, MptcpConfig config) : IPathManager
{
    /// <inheritdoc/>
    public Instant Deadline => Instant.Never;

    /// <inheritdoc/>
    public void OnEstablished(Instant now)
    {
        if (!connection.IsInitiator)
        {
            return;
        }

        Subflow initial = connection.Subflows[0];
        Endpoint source = new(initial.Local.Address, 0);
        while (connection.Subflows.Count < config.DifferentPorts
            && connection.OpenSubflow(source, initial.Remote, localId: 0, remoteId: 0, isBackup: false))
        {
            // Each one opened counts towards the number.
        }
    }

    /// <inheritdoc/>
    public void OnSubflowEstablished(Subflow subflow, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnAddressAnnounced(in AddAddressOption option, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnAnnouncementEchoed(in AddAddressOption option, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnTimer(Instant now)
    {
    }
}
