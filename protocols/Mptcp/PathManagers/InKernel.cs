using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp.PathManagers;

/// <summary>Linux's in-kernel path manager: endpoints with the flags subflow, fullmesh, signal and backup, within limits.</summary>
/// <remarks>
/// Read net/mptcp/pm_kernel.c (mptcp_pm_create_subflow_or_signal_addr, mptcp_pm_nl_add_addr_received). One address is announced at a
/// time; an announcement is repeated until it is echoed, at most three times. Not implemented: the flags laminar and implicit.
/// </remarks>
public sealed class InKernel(MptcpConnection connection, MptcpConfig config) : IPathManager
{
    private const int MaximumAnnouncements = 4;

    private readonly List<MptcpEndpoint> _toAnnounce = [];
    private readonly HashSet<IpAddress> _accepted = [];
    private int _announcements;
    private int _opened;

    /// <inheritdoc/>
    public Instant Deadline { get; private set; } = Instant.Never;

    /// <inheritdoc/>
    public void OnEstablished(Instant now)
    {
        IpAddress initial = connection.Subflows[0].Local.Address;
        _toAnnounce.AddRange(config.Endpoints.Where(endpoint => endpoint.Signal && endpoint.Address != initial));
        AnnounceNext(now);
        OpenFromEndpoints();
    }

    /// <inheritdoc/>
    public void OnSubflowEstablished(Subflow subflow, Instant now) => OpenFromEndpoints();

    /// <inheritdoc/>
    public void OnAddressAnnounced(in AddAddressOption option, Instant now)
    {
        IpAddress announced = option.Address;
        if (_accepted.Contains(announced) || _accepted.Count >= config.AcceptedAddresses)
        {
            return;
        }

        _accepted.Add(announced);
        ushort port = option.Port != 0 ? option.Port : connection.Subflows[0].Remote.Port;
        Endpoint remote = new(announced, port);
        foreach (MptcpEndpoint endpoint in config.Endpoints.Where(endpoint => endpoint.FullMesh))
        {
            Open(endpoint, remote, option.AddressId);
        }

        if (!config.Endpoints.Any(endpoint => endpoint.FullMesh))
        {
            // Without fullmesh endpoints the routing chooses one local address: that of the initial subflow.
            Open(new MptcpEndpoint(0, connection.Subflows[0].Local.Address, true, false, false, false), remote, option.AddressId);
        }
    }

    /// <inheritdoc/>
    public void OnAnnouncementEchoed(in AddAddressOption option, Instant now)
    {
        if (_toAnnounce.Count > 0 && _toAnnounce[0].Id == option.AddressId)
        {
            _toAnnounce.RemoveAt(0);
            _announcements = 0;
            AnnounceNext(now);
        }
    }

    /// <inheritdoc/>
    public void OnTimer(Instant now)
    {
        if (_announcements >= MaximumAnnouncements)
        {
            _toAnnounce.RemoveAt(0);
            _announcements = 0;
        }

        AnnounceNext(now);
    }

    private void AnnounceNext(Instant now)
    {
        Deadline = Instant.Never;
        if (_toAnnounce.Count == 0)
        {
            return;
        }

        connection.Announcements.Announce(_toAnnounce[0].Id, _toAnnounce[0].Address);

        // mptcp_adjust_add_addr_timeout: no longer than the subflows' RTO, doubled with each repetition.
        Duration timeout = Duration.Min(connection.LongestRto, config.AddAddressTimeout) * (1L << _announcements);
        _announcements++;
        Deadline = now + timeout;
    }

    private void OpenFromEndpoints()
    {
        if (!connection.IsInitiator)
        {
            return;
        }

        foreach (MptcpEndpoint endpoint in config.Endpoints.Where(endpoint => endpoint.Subflow))
        {
            Subflow initial = connection.Subflows[0];
            if (!endpoint.FullMesh)
            {
                Open(endpoint, initial.Remote, remoteId: 0);
                continue;
            }

            foreach ((Endpoint remote, byte remoteId) in KnownRemotes())
            {
                Open(endpoint, remote, remoteId);
            }
        }
    }

    private List<(Endpoint Remote, byte Id)> KnownRemotes() =>
        [.. connection.Subflows.Select(subflow => (subflow.Remote, subflow.RemoteId)).Distinct()];

    private void Open(MptcpEndpoint endpoint, Endpoint remote, byte remoteId)
    {
        bool isPaired = connection.Subflows.Any(
            subflow => subflow.Local.Address == endpoint.Address && subflow.Remote.Address == remote.Address);
        if (isPaired || endpoint.Address.Family != remote.Address.Family || _opened >= config.ExtraSubflows)
        {
            return;
        }

        byte id = endpoint.Address == connection.Subflows[0].Local.Address ? (byte)0 : endpoint.Id;
        if (connection.OpenSubflow(new Endpoint(endpoint.Address, 0), remote, id, remoteId, endpoint.Backup))
        {
            _opened++;
        }
    }
}
