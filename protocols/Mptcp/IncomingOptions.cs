using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>
/// The MPTCP options of segments that arrive on any subflow, other than those of handshakes and mappings
/// (mptcp_incoming_options), and the order in which the path manager hears of things (mptcp_pm_worker).
/// </summary>
internal sealed class IncomingOptions(MptcpConnection connection)
{
    private const PacketOptionKinds Rare =
        PacketOptionKinds.AnyMptcp & ~(PacketOptionKinds.DataSequenceSignal | PacketOptionKinds.MpCapable | PacketOptionKinds.MpJoin);

    private readonly Queue<Subflow> _established = new();

    /// <summary>
    /// A subflow's handshake is complete; the path manager hears of it once the segment's other options were looked at.
    /// </summary>
    public void OnFullyEstablished(Subflow subflow)
    {
        if (subflow is { IsInitial: false, IsInitiator: false })
        {
            connection.OnJoined(subflow);
        }

        _established.Enqueue(subflow);
    }

    /// <summary>A segment arrived.</summary>
    public void OnOptions(Subflow subflow, in Packet packet, in PacketOptions options, Instant now)
    {
        if (options.Has(Rare))
        {
            OnRare(subflow, in options, now);
        }

        if (packet.PayloadLength == 0 && options.Has(PacketOptionKinds.DataSequenceSignal)
            && options.Dss is { DataFin: true, HasMapping: true, DataLength: 1 })
        {
            connection.Reception.OnDataFin(
                connection.Signaling.ToOffset(in options.Dss, connection.ReceiveQueue.Next));
        }

        while (_established.TryDequeue(out Subflow? established))
        {
            OnEstablished(established, now);
        }
    }

    /// <summary>A subflow was reset by the peer: by an MP_FASTCLOSE all of them are (RFC 8684, 3.5).</summary>
    public void OnReset(Subflow subflow, in PacketOptions options)
    {
        if (options.Has(PacketOptionKinds.FastClose))
        {
            OnFastClose(in options, reset: subflow);
        }
    }

    private void OnEstablished(Subflow subflow, Instant now)
    {
        if (subflow.IsInitial)
        {
            connection.PathManager.OnEstablished(now);
            return;
        }

        connection.PathManager.OnSubflowEstablished(subflow, now);
        if (!subflow.IsInitiator)
        {
            // RFC 8684, 3.2: the fourth packet.
            subflow.Tcp.DemandAck();
        }
    }

    private void OnRare(Subflow subflow, in PacketOptions options, Instant now)
    {
        if (options.Has(PacketOptionKinds.FastClose))
        {
            OnFastClose(in options, reset: null);
            return;
        }

        if (options.Has(PacketOptionKinds.AddAddress))
        {
            connection.Announcements.OnAddAddress(in options.AddAddress, now);
        }

        if (options.Has(PacketOptionKinds.RemoveAddress))
        {
            for (int i = 0; i < options.RemovedAddressCount; i++)
            {
                connection.Closing.OnAddressRemoved(options.RemovedAddresses[i], now);
            }
        }

        if (options.Has(PacketOptionKinds.Priority) && !options.PriorityHasAddressId)
        {
            subflow.OnPriority(options.PriorityBackup);
        }

        if (options.Has(PacketOptionKinds.Fail))
        {
            connection.Failing.OnFail(subflow);
        }
    }

    private void OnFastClose(in PacketOptions options, Subflow? reset)
    {
        if (options.FastCloseKey == connection.Keys.Local)
        {
            connection.Closing.OnFastClose(reset);
        }
        else
        {
            connection.Counters.WrongKeys++;
        }
    }
}
