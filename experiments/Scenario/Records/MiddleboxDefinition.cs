using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>A middlebox on a link.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its registered kind.</param>
/// <param name="On">The link: a NIC's access link, a named link or peering, or all access links of an ISP, each with a box of its own.</param>
/// <param name="Direction">Which packets it sees.</param>
public sealed record MiddleboxDefinition(Reference Name, Reference Kind, TimelineTarget On, MiddleboxDirection Direction)
{
    /// <summary>Which packets options are taken off (<c>strip-mptcp</c>); null: all.</summary>
    public PacketSelection? Packets { get; init; }

    /// <summary>
    /// The largest payload that passes in one piece (<c>split</c>), or the largest IP packet made (<c>coalesce</c>); null for the default.
    /// </summary>
    public ByteSize? Size { get; init; }

    /// <summary>How long a segment waits for the next one (<c>coalesce</c>); null for the default.</summary>
    public Duration? Wait { get; init; }

    /// <summary>The share of packets with payload that are changed (<c>corrupt</c>), 0 to 1; null: all.</summary>
    public double? Share { get; init; }

    /// <summary>The IPv4 address outside (<c>nat44</c>); null for one of the shared address space of RFC 6598.</summary>
    public GivenAddress? Address { get; init; }

    /// <summary>After how long without packets a mapping is forgotten (<c>nat44</c>); null for the default.</summary>
    public Duration? IdleTimeout { get; init; }
}
