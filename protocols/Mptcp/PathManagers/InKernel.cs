using System;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp.PathManagers;

/// <summary>
/// Linux's in-kernel path manager: endpoints with the flags subflow, fullmesh, signal, backup and laminar, within limits.
/// </summary>
/// <remarks>
/// Read net/mptcp/pm_kernel.c and pm.c of Linux 6.18. Both ends follow the same rules. Not implemented: ports of endpoints.
/// </remarks>
public sealed class InKernel(MptcpConnection connection, MptcpConfig config) : IPathManager
{
    private readonly AnnouncedAddresses _announced = new(connection, config);

    // id_avail_bitmap, turned around: the endpoints that were used up.
    private readonly HashSet<byte> _used = [];
    private byte _initialEndpoint;
    private bool _isInitialCounted;
    private bool _acceptsAddresses = config.AcceptedAddresses > 0 && config.ExtraSubflows > 0;
    private int _signaled;
    private int _accepted;
    private int _localUsed;
    private int _extra;

    /// <inheritdoc/>
    public Instant Deadline => _announced.Deadline;

    private IpAddress InitialLocal => connection.AllSubflows[0].Local.Address;

    private Endpoint InitialRemote => connection.AllSubflows[0].Remote;

    // mptcp_pm_add_addr_c_flag_case: the peer takes no subflows at its initial address, as one behind a load balancer,
    // and by default no announcement would be accepted: subflow endpoints go to announced addresses then.
    private bool IsOnlyAnnounced => connection.IsInitialAddressDenied && _localUsed == 0
        && config.AcceptedAddresses == 0 && _extra < config.ExtraSubflows;

    /// <inheritdoc/>
    public void OnEstablished(Instant now) => AnnounceOrConnect(now);

    /// <inheritdoc/>
    public void OnSubflowEstablished(Subflow subflow, Instant now) => AnnounceOrConnect(now);

    /// <inheritdoc/>
    public void OnAnnouncementEchoed(in AddAddressOption option, Instant now)
    {
        if (_announced.OnEcho(option.AddressId, option.Address))
        {
            AnnounceOrConnect(now);
        }
    }

    /// <inheritdoc/>
    public void OnTimer(Instant now)
    {
        if (_announced.OnTimer(now))
        {
            AnnounceOrConnect(now);
        }
    }

    /// <inheritdoc/>
    public bool TryAcceptSubflow()
    {
        bool isAccepted = _extra < config.ExtraSubflows;
        _extra += isAccepted ? 1 : 0;
        return isAccepted;
    }

    /// <inheritdoc/>
    public void OnSubflowClosed(Subflow subflow, Instant now)
    {
        bool isCounted = !subflow.IsInitial && (subflow.IsInitiator || subflow.IsFullyEstablished);
        _extra -= isCounted ? 1 : 0;
        AnnounceOrConnect(now);
    }

    /// <inheritdoc/>
    public void OnAddressAnnounced(in AddAddressOption option, Instant now)
    {
        // mptcp_pm_add_addr_received: the initial address cannot move.
        Endpoint remote = new(option.Address, option.Port != 0 ? option.Port : InitialRemote.Port);
        bool isWanted = option.AddressId == 0
            ? remote == InitialRemote
            : _acceptsAddresses || IsOnlyAnnounced;
        if (!isWanted || HasSubflowTo(option.Address, option.Port))
        {
            return;
        }

        List<(IpAddress Local, byte Id, bool IsBackup)> locals = SelectLocals(remote.Address, option.AddressId);
        bool isOpened = false;
        foreach ((IpAddress local, byte id, bool isBackup) in locals)
        {
            isOpened |= TryOpen(local, id, isBackup, remote, option.AddressId);
        }

        if (isOpened)
        {
            _accepted += option.AddressId == 0 ? 0 : 1;
            _acceptsAddresses &= _accepted < config.AcceptedAddresses && _extra < config.ExtraSubflows;
        }
    }

    /// <inheritdoc/>
    public void OnAddressRemoved(byte remoteId, bool hadSubflows, Instant now)
    {
        if (remoteId != 0 && hadSubflows && _accepted > 0)
        {
            _accepted--;
            _acceptsAddresses |= _accepted < config.AcceptedAddresses;
        }
    }

    /// <inheritdoc/>
    public void OnEndpointAdded(MptcpEndpoint endpoint, Instant now)
    {
        if (connection.AllSubflows.Count == 0 || !connection.AllSubflows[0].IsFullyEstablished || connection.IsClosed)
        {
            return;
        }

        // The endpoint of the initial subflow came back, perhaps with another identifier.
        _initialEndpoint = endpoint.Address == InitialLocal ? endpoint.Id : _initialEndpoint;
        AnnounceOrConnect(now);
    }

    /// <inheritdoc/>
    public void OnEndpointRemoved(MptcpEndpoint endpoint, Instant now)
    {
        if (connection.IsClosed || connection.IsFallback)
        {
            return;
        }

        byte id = LocalId(endpoint.Id);
        bool hasSubflow = false;
        foreach (Subflow subflow in connection.Subflows)
        {
            hasSubflow |= !subflow.IsDetached && subflow.Local.Address == endpoint.Address;
        }

        bool wasAnnounced = _announced.Remove(endpoint.Address);
        if (wasAnnounced)
        {
            _used.Remove(endpoint.Id);
            _signaled--;
        }

        if (wasAnnounced || hasSubflow)
        {
            connection.SayRemoved(id);
        }

        if (hasSubflow)
        {
            connection.Closing.CloseFrom(id, now);
        }

        if (endpoint.Subflow && _used.Remove(endpoint.Id))
        {
            _localUsed -= id == 0 ? 0 : 1;
        }

        _initialEndpoint = _initialEndpoint == endpoint.Id ? (byte)0 : _initialEndpoint;
    }

    // mptcp_pm_create_subflow_or_signal_addr.
    private void AnnounceOrConnect(Instant now)
    {
        CountInitial();
        MptcpEndpoint? announced = null;
        if (_signaled < config.Endpoints.SignalCount)
        {
            if (connection.Announcements.IsAnnouncementPending)
            {
                // The peer's echo, or the next repetition, comes back here.
                return;
            }

            announced = Announce(now);
        }

        if (IsOnlyAnnounced)
        {
            return;
        }

        MptcpEndpoint? next = announced is { Subflow: true } ? announced : Unused(endpoint => endpoint.Subflow);
        while (next is { } local && _localUsed < config.Endpoints.SubflowCount && _extra < config.ExtraSubflows)
        {
            _used.Add(local.Id);
            byte id = LocalId(local.Id);
            _localUsed += id == 0 ? 0 : 1;
            foreach ((Endpoint remote, byte remoteId) in SelectRemotes(local, id))
            {
                TryOpen(local.Address, id, local.Backup, remote, remoteId);
            }

            next = Unused(endpoint => endpoint.Subflow);
        }
    }

    private void CountInitial()
    {
        if (_isInitialCounted)
        {
            return;
        }

        _isInitialCounted = true;
        if (config.Endpoints.Find(InitialLocal) is { } endpoint)
        {
            _used.Add(endpoint.Id);
            _initialEndpoint = endpoint.Id;
            if (endpoint.Backup)
            {
                connection.AllSubflows[0].RequestPriority(isBackup: true);
            }
        }
    }

    private MptcpEndpoint? Announce(Instant now)
    {
        MptcpEndpoint? unused = Unused(endpoint => endpoint.Signal);
        if (unused is { } endpoint)
        {
            _used.Add(endpoint.Id);
            _signaled++;
            _announced.Announce(LocalId(endpoint.Id), endpoint.Address, now);
        }

        return unused;
    }

    private MptcpEndpoint? Unused(Predicate<MptcpEndpoint> predicate)
    {
        foreach (MptcpEndpoint endpoint in config.Endpoints)
        {
            if (!_used.Contains(endpoint.Id) && predicate(endpoint))
            {
                return endpoint;
            }
        }

        return null;
    }

    // The address of the initial subflow has the identifier 0, whatever its endpoint has.
    private byte LocalId(byte endpoint) => endpoint == _initialEndpoint ? (byte)0 : endpoint;

    // fill_remote_addresses_vec.
    private List<(Endpoint Remote, byte Id)> SelectRemotes(MptcpEndpoint local, byte localId)
    {
        List<(Endpoint Remote, byte Id)> remotes = [];
        if (!local.FullMesh)
        {
            if (!connection.IsInitialAddressDenied && InitialRemote.Address.Family == local.Address.Family)
            {
                remotes.Add((InitialRemote, 0));
            }

            return remotes;
        }

        HashSet<byte> reached = [];
        foreach (Subflow subflow in connection.Subflows)
        {
            if (!subflow.IsDetached && subflow.LocalId == localId)
            {
                reached.Add(subflow.RemoteId);
            }
        }

        foreach (Subflow subflow in connection.Subflows)
        {
            bool isWanted = !subflow.IsDetached && subflow.Remote.Address.Family == local.Address.Family
                && !(connection.IsInitialAddressDenied && subflow.RemoteId == 0);
            if (isWanted && _extra + remotes.Count < config.ExtraSubflows && reached.Add(subflow.RemoteId))
            {
                remotes.Add((subflow.Remote, subflow.RemoteId));
            }
        }

        return remotes;
    }

    // fill_local_addresses_vec: all fullmesh endpoints; else one laminar one; else what the routes choose.
    private List<(IpAddress Local, byte Id, bool IsBackup)> SelectLocals(IpAddress remote, byte remoteId)
    {
        List<(IpAddress Local, byte Id, bool IsBackup)> locals = [];
        bool isOnlyAnnounced = remoteId != 0 && IsOnlyAnnounced;
        bool hasLaminar = false;
        foreach (MptcpEndpoint endpoint in config.Endpoints)
        {
            hasLaminar |= endpoint.Laminar;
            if (endpoint.FullMesh)
            {
                AddLocal(locals, endpoint, remote, isOnlyAnnounced && endpoint.Subflow);
            }
        }

        foreach (MptcpEndpoint endpoint in config.Endpoints)
        {
            bool isLaminar = hasLaminar && locals.Count == 0 && endpoint.Laminar && !HasSubflowFrom(IdOf(endpoint));
            bool isChosen = !hasLaminar && isOnlyAnnounced && endpoint is { Subflow: true, FullMesh: false }
                && !_used.Contains(endpoint.Id);
            if (isLaminar || isChosen)
            {
                AddLocal(locals, endpoint, remote, usesUp: true);
            }
        }

        if (locals.Count == 0 && !hasLaminar && !isOnlyAnnounced)
        {
            locals.Add((IpAddress.None, 0, false));
        }

        return locals;
    }

    private void AddLocal(
        List<(IpAddress Local, byte Id, bool IsBackup)> locals, MptcpEndpoint endpoint, IpAddress remote, bool usesUp)
    {
        if (endpoint.Address.Family != remote.Family || _extra + locals.Count >= config.ExtraSubflows)
        {
            return;
        }

        byte id = IdOf(endpoint);
        locals.Add((endpoint.Address, id, endpoint.Backup));
        if (usesUp && _used.Add(endpoint.Id))
        {
            _localUsed += id == 0 ? 0 : 1;
        }
    }

    private byte IdOf(MptcpEndpoint endpoint) => endpoint.Address == InitialLocal ? (byte)0 : endpoint.Id;

    private bool HasSubflowFrom(byte localId)
    {
        foreach (Subflow subflow in connection.Subflows)
        {
            if (!subflow.IsDetached && subflow.LocalId == localId)
            {
                return true;
            }
        }

        return false;
    }

    private bool HasSubflowTo(IpAddress address, ushort port)
    {
        foreach (Subflow subflow in connection.Subflows)
        {
            bool isThere = subflow.Remote.Address == address && (port == 0 || subflow.Remote.Port == port);
            if (isThere && !subflow.IsDetached)
            {
                return true;
            }
        }

        return false;
    }

    private bool TryOpen(IpAddress local, byte localId, bool isBackup, Endpoint remote, byte remoteId)
    {
        bool isOpened = connection.OpenSubflow(new Endpoint(local, 0), remote, localId, remoteId, isBackup);
        _extra += isOpened ? 1 : 0;
        return isOpened;
    }
}
