using Protocols.Core;

namespace Results.Recording;

/// <summary>One direction of a link at one instant. Counters are cumulative since the start of the run.</summary>
/// <param name="At">When it was sampled.</param>
/// <param name="QueueBytes">Bytes that waited in the queue at that instant.</param>
/// <param name="SentBytes">Bytes that took the link's time, Ethernet headers included: also those that were lost on
/// the wire.</param>
/// <param name="SentPackets">Packets that reached the other end or are on their way to it.</param>
/// <param name="DroppedPackets">All other packets that were given to the link: full queue, random loss, or an
/// outage.</param>
/// <param name="QueuedPackets">Packets that were accepted into the queue, those that did not have to wait included.</param>
/// <param name="QueueingTime">How long all of them together waited before their transmission began.</param>
public readonly record struct LinkSample(
    Instant At,
    long QueueBytes,
    long SentBytes,
    long SentPackets,
    long DroppedPackets,
    long QueuedPackets = 0,
    Duration QueueingTime = default);
