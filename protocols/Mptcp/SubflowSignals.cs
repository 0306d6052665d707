using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>What one subflow has to say beside its data: MP_FAIL, MP_PRIO, REMOVE_ADDR, and why it is reset.</summary>
internal sealed class SubflowSignals(Subflow subflow)
{
    // MPTCP_RM_IDS_MAX.
    private const int RemovedAddresses = 8;

    private AddressIds _removed;
    private byte _removedCount;
    private bool _sendsFail;
    private bool _sendsPriority;

    /// <summary>Why the subflow is reset, if it is.</summary>
    public ResetReason ResetReason { get; set; }

    /// <summary>Whether the next data goes under an infinite mapping (send_infinite_map).</summary>
    public bool SendsInfiniteMapping { get; set; }

    /// <summary>MP_FAIL goes with the next acknowledgment or the reset (RFC 8684, 3.7).</summary>
    public void SendFail() => _sendsFail = true;

    /// <summary>MP_PRIO goes with an acknowledgment now (RFC 8684, 3.3.8).</summary>
    public void SendPriority()
    {
        _sendsPriority = true;
        subflow.Tcp.DemandAck();
    }

    /// <summary>REMOVE_ADDR goes with an acknowledgment now (RFC 8684, 3.4.2); at most 8 addresses at a time.</summary>
    public void SendRemoval(byte id)
    {
        if (_removedCount < RemovedAddresses)
        {
            _removed[_removedCount++] = id;
            subflow.Tcp.DemandAck();
        }
    }

    /// <summary>Writes what waits onto a pure acknowledgment that carries a DSS.</summary>
    public void Write(ref PacketOptions options)
    {
        if (_sendsFail)
        {
            // An MP_FAIL leaves no room for others (mptcp_established_options).
            WriteFail(ref options);
            return;
        }

        if (_removedCount > 0)
        {
            options.Kinds |= PacketOptionKinds.RemoveAddress;
            options.RemovedAddressCount = _removedCount;
            options.RemovedAddresses = _removed;
            _removedCount = 0;
        }

        if (_sendsPriority)
        {
            _sendsPriority = false;
            options.Kinds |= PacketOptionKinds.Priority;
            options.PriorityBackup = subflow.RequestsBackup;
        }
    }

    /// <summary>
    /// Writes the options of a reset: of one subflow, or of all when the connection was aborted (RFC 8684, 3.5 and 3.6).
    /// </summary>
    public void WriteReset(ref PacketOptions options)
    {
        MptcpConnection connection = subflow.Connection;
        if (connection.IsFallback)
        {
            return;
        }

        if (connection.Closing.SendsFastClose && connection.Keys.HasRemote)
        {
            options.Kinds |= PacketOptionKinds.FastClose;
            options.FastCloseKey = connection.Keys.Remote;
        }
        else if (_sendsFail)
        {
            WriteFail(ref options);
        }

        options.Kinds |= PacketOptionKinds.ResetReason;
        options.ResetReason = new ResetReasonOption { Reason = (byte)ResetReason };
    }

    private void WriteFail(ref PacketOptions options)
    {
        _sendsFail = false;
        options.Kinds |= PacketOptionKinds.Fail;
        options.FailDataSequence = subflow.FailSequence;
    }
}
