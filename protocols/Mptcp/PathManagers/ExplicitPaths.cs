using System;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp.PathManagers;

/// <summary>Opens exactly the subflows it is told to: for experiments that give every path.</summary>
/// <remarks>
/// The same pair of addresses may occur several times; its subflows differ in their source port, as with the
/// out-of-tree path manager ndiffports. Nothing is announced, and announcements are ignored.
/// </remarks>
/// <param name="connection">The connection; its initial subflow is the first path.</param>
/// <param name="paths">The local and remote address of each further subflow; none for those of the initial one.</param>
/// <param name="opened">Told of each further subflow's number, from 1, when it was opened.</param>
public sealed class ExplicitPaths(
    MptcpConnection connection,
    IReadOnlyList<(IpAddress Local, IpAddress Remote)> paths,
    Action<Subflow, int>? opened) : IPathManager
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
        for (int i = 0; i < paths.Count; i++)
        {
            (IpAddress local, IpAddress remote) = paths[i];
            Endpoint source = new(local.IsNone ? initial.Local.Address : local, 0);
            Endpoint destination = new(remote.IsNone ? initial.Remote.Address : remote, initial.Remote.Port);
            byte localId = (byte)(source.Address == initial.Local.Address ? 0 : i + 1);
            byte remoteId = (byte)(destination.Address == initial.Remote.Address ? 0 : i + 1);
            if (connection.OpenSubflow(source, destination, localId, remoteId, isBackup: false))
            {
                opened?.Invoke(connection.AllSubflows[^1], i + 1);
            }
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
