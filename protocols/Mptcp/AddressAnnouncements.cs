using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>ADD_ADDR on its way out and in (RFC 8684, 3.4.1), and the order in which the path manager hears of things.</summary>
/// <remarks>An announcement and its echo travel alone on a pure acknowledgment, as in Linux: beside a DSS there would be no room.</remarks>
internal sealed class AddressAnnouncements(MptcpConnection connection)
{
    private readonly Queue<AddAddressOption> _toSend = new();
    private readonly Queue<AddAddressOption> _received = new();
    private readonly Queue<Subflow> _established = new();

    /// <summary>A subflow's handshake is complete; the path manager hears of it once the segment's other options were looked at.</summary>
    public void OnFullyEstablished(Subflow subflow) => _established.Enqueue(subflow);

    /// <summary>A segment arrived, perhaps with an ADD_ADDR or its echo: tells the path manager what it should know.</summary>
    public void OnSegment(Subflow subflow, in PacketOptions options, Instant now)
    {
        if (options.Has(PacketOptionKinds.AddAddress))
        {
            OnAddAddress(subflow, in options.AddAddress, now);
        }

        Report(now);
    }

    /// <summary>Queues an announcement of an address of this end.</summary>
    public void Announce(byte id, IpAddress address)
    {
        _toSend.Enqueue(new AddAddressOption
        {
            AddressId = id,
            Address = address,
            Hmac = KeyMaterial.AddAddressHmac(connection.Keys.Local, connection.Keys.Remote, id, address, port: 0),
        });
        foreach (Subflow subflow in connection.Subflows)
        {
            if (subflow.IsActive)
            {
                subflow.Tcp.DemandAck();
                return;
            }
        }
    }

    /// <summary>Writes what waits onto a pure acknowledgment.</summary>
    public bool TryWrite(Subflow subflow, ref PacketOptions options)
    {
        if (_toSend.Count == 0 || !subflow.IsFullyEstablished)
        {
            return false;
        }

        options.Kinds |= PacketOptionKinds.AddAddress;
        options.AddAddress = _toSend.Dequeue();
        if (_toSend.Count > 0)
        {
            subflow.Tcp.DemandAck();
        }

        return true;
    }

    // One whose HMAC is wrong is ignored.
    private void OnAddAddress(Subflow subflow, in AddAddressOption option, Instant now)
    {
        if (option.Echo)
        {
            connection.PathManager.OnAnnouncementEchoed(in option, now);
            return;
        }

        ulong expected = KeyMaterial.AddAddressHmac(
            connection.Keys.Remote, connection.Keys.Local, option.AddressId, option.Address, option.Port);
        if (!connection.Keys.HasRemote || option.Hmac != expected)
        {
            return;
        }

        AddAddressOption echo = option;
        echo.Echo = true;
        echo.Hmac = 0;
        _toSend.Enqueue(echo);
        _received.Enqueue(option);
        subflow.Tcp.DemandAck();
    }

    // Announced addresses first, as Linux's worker does (mptcp_pm_worker).
    private void Report(Instant now)
    {
        while (_received.TryDequeue(out AddAddressOption option))
        {
            connection.PathManager.OnAddressAnnounced(in option, now);
        }

        while (_established.TryDequeue(out Subflow? subflow))
        {
            if (subflow.IsInitial)
            {
                connection.PathManager.OnEstablished(now);
            }
            else
            {
                connection.PathManager.OnSubflowEstablished(subflow, now);
                subflow.Tcp.DemandAck();
            }
        }
    }
}
