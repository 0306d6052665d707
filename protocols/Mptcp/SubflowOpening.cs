using Protocols.Congestion;
using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>Makes new subflows: their TCP connections, and where the bytes of their packets lie.</summary>
internal sealed class SubflowOpening(MptcpConnection connection, SubflowSet subflows, IMptcpEnvironment environment)
{
    private CoupledGroup? _coupled;

    /// <summary>Opens the initial subflow.</summary>
    /// <returns>False when the host has no route.</returns>
    public bool TryConnect(Endpoint source, Endpoint destination)
    {
        if (environment.SelectSource(source, destination) is not { } local)
        {
            return false;
        }

        Add(SubflowHandshake.Initial(isInitiator: true), local, destination).Tcp.Connect();
        return true;
    }

    /// <summary>Takes the SYN of the initial subflow.</summary>
    public void Accept(in Packet syn, Endpoint local, Endpoint remote) =>
        Add(SubflowHandshake.Initial(isInitiator: false), local, remote).Tcp.Accept(in syn);

    /// <summary>Opens a further subflow.</summary>
    /// <returns>False when the host has no route.</returns>
    public bool TryJoin(Endpoint source, Endpoint destination, byte localId, byte remoteId, bool isBackup)
    {
        if (environment.SelectSource(source, destination) is not { } local)
        {
            return false;
        }

        byte id = source.Address.IsNone ? LocalIdOf(local.Address) : localId;
        SubflowHandshake handshake = SubflowHandshake.Join(id, remoteId, isBackup, environment.CreateNonce());
        Subflow subflow = Create(handshake, local, destination);
        subflows.AddOpening(subflow);
        subflow.Tcp.Connect();
        return true;
    }

    /// <summary>Takes the SYN of a further subflow.</summary>
    /// <returns>False when the address it came to cannot take part.</returns>
    public bool TryAcceptJoin(in Packet syn, in MpJoinOption join, Endpoint local, Endpoint remote)
    {
        byte localId = LocalIdOf(local.Address);
        bool isBackup = connection.Config.Endpoints.Find(local.Address) is { Backup: true };
        bool isInitialAddress = local.Address == connection.AllSubflows[0].Local.Address;
        if (localId == 0 && !isInitialAddress)
        {
            return false;
        }

        SubflowHandshake handshake = SubflowHandshake.Joined(localId, in join, isBackup, environment.CreateNonce());
        Add(handshake, local, remote).Tcp.Accept(in syn);
        return true;
    }

    // mptcp_pm_get_local_id: the address of the initial subflow has the identifier 0.
    private byte LocalIdOf(IpAddress address) => address == connection.AllSubflows[0].Local.Address
        ? (byte)0
        : connection.Config.Endpoints.IdOf(address);

    private Subflow Add(SubflowHandshake handshake, Endpoint local, Endpoint remote)
    {
        Subflow subflow = Create(handshake, local, remote);
        subflows.Add(subflow);
        return subflow;
    }

    private Subflow Create(SubflowHandshake handshake, Endpoint local, Endpoint remote)
    {
        Subflow subflow = new(connection, handshake, local, remote, environment);
        if (subflow.Tcp.Sender.CongestionControl is CoupledControl control)
        {
            control.Join(_coupled ??= new CoupledGroup());
        }

        if (connection.IsFallback)
        {
            environment.MapPlainly(subflow, connection.SendQueue.Bytes);
        }
        else
        {
            environment.MapData(subflow, connection.SendQueue.Bytes, connection.Keys.FirstLocalSequence);
        }

        connection.Closing.OnSubflowAdded();
        return subflow;
    }
}
