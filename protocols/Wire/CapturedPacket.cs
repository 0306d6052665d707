using System;

namespace Protocols.Wire;

/// <summary>One packet of a capture file.</summary>
public readonly ref struct CapturedPacket
{
    /// <summary>
    /// The number of the interface that saw it, from 0 on in the order of their descriptions; 0 in a classic pcap file.
    /// </summary>
    public int Interface { get; init; }

    /// <summary>What <see cref="Bytes"/> begins with.</summary>
    public LinkType LinkType { get; init; }

    /// <summary>
    /// When it was seen, in nanoseconds since 1970 or since whatever the file counts from; 0 where it has no time.
    /// </summary>
    public long Nanoseconds { get; init; }

    /// <summary>How long the packet was, in bytes; more than were captured where the capture cut it.</summary>
    public uint OriginalLength { get; init; }

    /// <summary>What was captured of it.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }
}
