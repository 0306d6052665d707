using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>The MPTCP options of the segments that a connection sends on any of its subflows once they are established.</summary>
internal sealed class OutgoingOptions(MptcpConnection connection, DataClose close)
{
    // RFC 8684, 3.6: reasons of MP_TCPRST.
    private const byte Unspecified = 0;
    private const byte MptcpSpecific = 1;

    /// <summary>Writes the DSS of a segment: the acknowledgment, and the mapping of its payload or the DATA_FIN.</summary>
    public void WriteSignal(ref PacketOptions options, in SubflowMapping mapping)
    {
        // RFC 8684, 3.3.3: the DATA_FIN takes one position behind the data.
        DataSignaling signaling = connection.Signaling;
        signaling.WriteAck(ref options, connection.ReceiveQueue.Next + (close.IsPeerFinReached ? 1 : 0));
        if (mapping.Length > 0)
        {
            signaling.WriteMapping(ref options, in mapping);
        }
        else if (close.IsFinDue)
        {
            signaling.WriteFin(ref options, connection.SendQueue.WriteEnd);
        }
    }

    /// <summary>Writes the options of a reset: of one subflow, or of them all when the connection was aborted (RFC 8684, 3.5).</summary>
    public void WriteReset(ref PacketOptions options)
    {
        if (connection.IsFallback)
        {
            return;
        }

        options.Kinds |= PacketOptionKinds.ResetReason;
        options.ResetReason = new ResetReasonOption { Reason = connection.IsAborted ? Unspecified : MptcpSpecific };
        if (connection.IsAborted && connection.Keys.HasRemote)
        {
            options.Kinds |= PacketOptionKinds.FastClose;
            options.FastCloseKey = connection.Keys.Remote;
        }
    }
}
