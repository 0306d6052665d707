using Protocols.Core;

namespace Results.Recording;

/// <summary>One direction of a link at one instant. Counters are cumulative since the start of the run.</summary>
/// <param name="At">When it was sampled.</param>
/// <param name="QueueBytes">Bytes that waited in the queue at that instant.</param>
/// <param name="SentBytes">Bytes put on the link, Ethernet headers included.</param>
/// <param name="SentPackets">Packets put on the link.</param>
/// <param name="DroppedPackets">Packets that did not reach the other end: full queue, random loss, or an outage.</param>
public readonly record struct LinkSample(
    Instant At, long QueueBytes, long SentBytes, long SentPackets, long DroppedPackets);
