namespace Protocols.Mptcp;

/// <summary>A data sequence mapping (RFC 8684, 3.3): a stretch of a subflow's stream and the data it carries.</summary>
/// <param name="SubflowStart">The position in the subflow's stream, 1 being its first byte.</param>
/// <param name="DataStart">The offset in the connection's data, 0 being its first byte.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Checksum">Its checksum, without a DATA_FIN; of meaning with <see cref="MappingKind.Summed"/>.</param>
/// <param name="Kind">What else is known of it.</param>
public readonly record struct SubflowMapping(
    long SubflowStart, long DataStart, int Length, ushort Checksum = 0, MappingKind Kind = MappingKind.Plain)
{
    /// <summary>The position behind its last byte.</summary>
    public long SubflowEnd => SubflowStart + Length;

    /// <summary>The data offset behind its last byte.</summary>
    public long DataEnd => DataStart + Length;
}
