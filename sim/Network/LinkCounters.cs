using System;
using Protocols.Core;

namespace Sim.Network;

/// <summary>What a link has done up to one instant. The difference of two readings describes the time between them.</summary>
/// <param name="At">The instant.</param>
/// <param name="SentPackets">Packets whose last bit has left the sending end, also those lost on the wire later.</param>
/// <param name="SentBytes">Their bytes, with an Ethernet header each.</param>
/// <param name="QueueDrops">Packets dropped because the queue was full, or because the sending NIC went down while they waited.</param>
/// <param name="LossDrops">Packets lost on the wire at random.</param>
/// <param name="BlockDrops">Packets lost on the wire because it was blocked.</param>
/// <param name="OversizeDrops">Packets dropped because they were larger than the MTU.</param>
/// <param name="AcceptedPackets">
/// Packets that were neither too large nor too many when they came; on a link that holds packets, those whose transmission has begun.
/// </param>
/// <param name="QueueingTime">The sum over the accepted packets of the time each waited before its transmission began.</param>
/// <param name="BusyTime">The time spent transmitting.</param>
/// <param name="PeakBacklog">The longest time that the link needed to send all it held, since the start.</param>
public readonly record struct LinkCounters(
    Instant At,
    long SentPackets,
    long SentBytes,
    long QueueDrops,
    long LossDrops,
    long BlockDrops,
    long OversizeDrops,
    long AcceptedPackets,
    Duration QueueingTime,
    Duration BusyTime,
    Duration PeakBacklog)
{
    /// <summary>Bytes that have not departed; where departures are computed ahead, what the rate can send until the last of them.</summary>
    public long BacklogBytes { get; init; }

    /// <summary>Packets that were copied on the wire (see <see cref="Impairments.Duplication"/>).</summary>
    public long DuplicatedPackets { get; init; }

    /// <summary>Packets dropped for any reason.</summary>
    public long DroppedPackets => QueueDrops + LossDrops + BlockDrops + OversizeDrops;

    /// <summary>The share of the time since <paramref name="earlier"/> that was spent transmitting, 0 to 1; 0 when no time has passed.</summary>
    public double UtilisationSince(LinkCounters earlier)
    {
        double seconds = (At - earlier.At).Seconds;
        return seconds > 0 ? (BusyTime - earlier.BusyTime).Seconds / seconds : 0;
    }

    /// <summary>The mean time that a packet accepted since <paramref name="earlier"/> waited before its transmission; zero without packets.</summary>
    public Duration MeanQueueingDelaySince(LinkCounters earlier)
    {
        long packets = Math.Max(1, AcceptedPackets - earlier.AcceptedPackets);
        return (QueueingTime - earlier.QueueingTime) / packets;
    }
}
