using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>The checksum of a mapping (RFC 8684, 3.3.1), from the bytes where they lie.</summary>
internal static class MappingChecksum
{
    private const int PieceLength = 4096;

    /// <summary>The checksum of a mapping.</summary>
    /// <param name="bytes">The data; what both ends have released counts as zeros.</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="firstSequence">The data sequence number of data offset 0.</param>
    public static ushort Of(ByteStore bytes, in SubflowMapping mapping, ulong firstSequence)
    {
        Span<byte> piece = stackalloc byte[PieceLength];
        Checksum checksum = default;
        long offset = Math.Max(mapping.DataStart, bytes.Start);
        long end = Math.Min(mapping.DataEnd, bytes.End);
        while (offset < end)
        {
            int length = (int)Math.Min(end - offset, PieceLength);
            bytes.CopyTo(offset, piece[..length]);
            checksum.Add(piece[..length]);
            offset += length;
        }

        checksum.AddMapping(
            unchecked(firstSequence + (ulong)mapping.DataStart), (uint)mapping.SubflowStart, (ushort)mapping.Length);
        return checksum.Value;
    }

    /// <summary>
    /// Whether the checksum of a mapping that arrived is right. Data that was released was read before and is a repetition:
    /// nobody asks for it any more. Nor can it be asked of bytes that come from outside the simulation.
    /// </summary>
    public static bool IsRight(ByteStore? bytes, in SubflowMapping mapping, ulong firstSequence) =>
        bytes is null || mapping.DataStart < bytes.Start || Of(bytes, in mapping, firstSequence) == mapping.Checksum;

    /// <summary>The checksum of a DATA_FIN without data, at a data sequence number.</summary>
    public static ushort OfFin(ulong dataSequence) => Checksum.OfMapping(dataSequence, subflowSequence: 0, dataLength: 1, []);
}
