using Protocols.Core;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>Where in its stream the payload of a packet lies.</summary>
public static class PayloadOffset
{
    /// <summary>Finds the offset of the first byte of a packet's payload.</summary>
    /// <param name="flows">Knows where the flow's offset 0 is.</param>
    /// <param name="packet">A TCP packet with payload.</param>
    /// <param name="options">Its options.</param>
    /// <param name="near">An offset within 2^31 of the answer: numbers of 32 bits are taken for the nearest.</param>
    /// <param name="offset">
    /// The stream offset of a plain TCP flow, the data offset of an MPTCP subflow; may be one that never was.
    /// </param>
    /// <returns>Whether there is one: false for a packet of an MPTCP subflow that has no mapping.</returns>
    public static bool TryFind(
        FlowTable flows, in Packet packet, in PacketOptions options, long near, out long offset)
    {
        uint relative = unchecked(packet.SequenceNumber - flows.FirstSequenceNumberOf(packet.Flow));
        if (!flows.IsMapped(packet.Flow))
        {
            offset = SequenceNumber.Unwrap(relative, near);
            return true;
        }

        if (options.Has(PacketOptionKinds.DataSequenceSignal) && options.Dss.HasMapping)
        {
            offset = OffsetOf(in options.Dss, flows.FirstDataSequenceOf(packet.Flow), near);

            // Mappings count the SYN (RFC 8684, 3.3.1): the first byte behind it is 1.
            offset = unchecked(offset + SequenceNumber.Distance(options.Dss.SubflowSequence, relative + 1));
            return true;
        }

        // RFC 8684, 3.1: an MP_CAPABLE with a data length maps the first bytes of subflow and connection.
        offset = relative;
        return options.Has(PacketOptionKinds.MpCapable) && options.MpCapable.HasDataLength;
    }

    private static long OffsetOf(in DataSequenceSignal mapping, ulong firstDataSequence, long near)
    {
        ulong distance = unchecked(mapping.DataSequence - firstDataSequence);
        return mapping.Sequence64 ? unchecked((long)distance) : SequenceNumber.Unwrap(unchecked((uint)distance), near);
    }
}
