namespace Protocols.Net;

/// <summary>What the packets of one simulation refer to by handle. One for each simulation; everything that touches packets shares it.</summary>
public sealed class PacketContext
{
    /// <summary>Addresses, ports and payloads.</summary>
    public FlowTable Flows { get; } = new();

    /// <summary>Options.</summary>
    public PacketOptionPool Options { get; } = new();

    /// <summary>What senders remember of their segments in flight.</summary>
    public SentSegmentPool SentSegments { get; } = new();
}
