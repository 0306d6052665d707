using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>Translates between data offsets and the sequence numbers of the DSS option (RFC 8684, 3.3).</summary>
/// <remarks>
/// Linux always sends 8-byte data sequence numbers, and acknowledges with 4 bytes until it has received such a one
/// (net/mptcp/options.c, use_64bit_ack).
/// </remarks>
public sealed class DataSignaling(ConnectionKeys keys)
{
    /// <summary>Whether acknowledgments carry 8 bytes.</summary>
    public bool UsesLongAcks { get; private set; }

    /// <summary>Writes an acknowledgment of everything below a data offset.</summary>
    public void WriteAck(ref PacketOptions options, long offset)
    {
        options.Kinds |= PacketOptionKinds.DataSequenceSignal;
        options.Dss = new DataSequenceSignal
        {
            HasAck = true,
            Ack64 = UsesLongAcks,
            DataAck = unchecked(keys.FirstRemoteSequence + (ulong)offset),
        };
    }

    /// <summary>Writes the mapping of a segment's payload.</summary>
    /// <param name="options">Where to.</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="isLast">
    /// Whether the DATA_FIN follows its last byte, and goes with it: the mapping is one longer then (RFC 8684, 3.3.3).
    /// </param>
    public void WriteMapping(ref PacketOptions options, in SubflowMapping mapping, bool isLast)
    {
        bool isInfinite = mapping.Kind == MappingKind.Infinite;
        ushort length = (ushort)mapping.Length;
        ushort checksum = mapping.Checksum;
        bool hasChecksum = mapping.Kind == MappingKind.Summed;
        if (isLast)
        {
            length++;
            checksum = hasChecksum ? Checksum.Update(checksum, (ushort)mapping.Length, length) : checksum;
        }

        ref DataSequenceSignal signal = ref options.Dss;
        signal.HasMapping = true;
        signal.Sequence64 = true;
        signal.DataFin = isLast;
        signal.DataSequence = unchecked(keys.FirstLocalSequence + (ulong)mapping.DataStart);
        signal.SubflowSequence = (uint)mapping.SubflowStart;

        // RFC 8684, 3.7: an infinite mapping has length 0.
        signal.DataLength = isInfinite ? (ushort)0 : length;
        signal.HasChecksum = hasChecksum;
        signal.Checksum = checksum;
    }

    /// <summary>Writes a DATA_FIN without payload: subflow sequence 0, length 1 (RFC 8684, 3.3.3).</summary>
    public void WriteFin(ref PacketOptions options, long offset, bool hasChecksum)
    {
        ref DataSequenceSignal signal = ref options.Dss;
        signal.HasMapping = true;
        signal.Sequence64 = true;
        signal.DataFin = true;
        signal.DataSequence = unchecked(keys.FirstLocalSequence + (ulong)offset);
        signal.DataLength = 1;
        signal.HasChecksum = hasChecksum;
        signal.Checksum = hasChecksum ? MappingChecksum.OfFin(signal.DataSequence) : (ushort)0;
    }

    /// <summary>Data arrived with an MP_CAPABLE, which stands for a data sequence number of 8 bytes.</summary>
    public void OnCapableData() => UsesLongAcks = true;

    /// <summary>The data offset at which a received mapping starts.</summary>
    public long ToOffset(in DataSequenceSignal signal, long next)
    {
        if (signal.Sequence64)
        {
            UsesLongAcks = true;
            return unchecked((long)(signal.DataSequence - keys.FirstRemoteSequence));
        }

        return SequenceNumber.Unwrap(unchecked((uint)signal.DataSequence - (uint)keys.FirstRemoteSequence), next);
    }

    /// <summary>The data offset that a received acknowledgment names.</summary>
    public long ToAckOffset(in DataSequenceSignal signal, long unacknowledged) => signal.Ack64
        ? unchecked((long)(signal.DataAck - keys.FirstLocalSequence))
        : SequenceNumber.Unwrap(unchecked((uint)signal.DataAck - (uint)keys.FirstLocalSequence), unacknowledged);
}
