using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>The DSS of the segments that a connection sends on any of its subflows once they are established.</summary>
internal sealed class OutgoingOptions(MptcpConnection connection, DataClose close)
{
    /// <summary>
    /// Writes the DSS of a segment: the acknowledgment, and the mapping of its payload or the DATA_FIN.
    /// </summary>
    public void WriteSignal(ref PacketOptions options, in SubflowMapping mapping)
    {
        // RFC 8684, 3.3.3: the DATA_FIN takes one position behind the data.
        DataSignaling signaling = connection.Signaling;
        signaling.WriteAck(ref options, connection.ReceiveQueue.Next + (close.IsPeerFinReached ? 1 : 0));
        bool isFin = close.IsFinDue && !connection.IsFallback;
        if (mapping.Length > 0)
        {
            bool isLast = isFin && mapping.DataEnd == connection.SendQueue.WriteEnd;
            signaling.WriteMapping(ref options, in mapping, isLast);
        }
        else if (isFin)
        {
            signaling.WriteFin(ref options, connection.SendQueue.WriteEnd, connection.UsesChecksums);
        }
    }
}
