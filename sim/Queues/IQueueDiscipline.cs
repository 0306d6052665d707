using Protocols.Core;
using Protocols.Net;

namespace Sim.Queues;

/// <summary>What waits in front of a link, who leaves next, and who is dropped.</summary>
/// <remarks>
/// A link asks for the next packet when its line is free. The packet on the line is no longer here, so a limit counts only what
/// waits. Lengths are those of frames (<see cref="Packet.FrameLength"/>). A discipline is made for one direction of one link.
/// Links with a plain drop-tail queue and a steady rate do not use one: they compute departures instead.
/// </remarks>
public interface IQueueDiscipline
{
    /// <summary>Packets that wait.</summary>
    int Packets { get; }

    /// <summary>Their bytes.</summary>
    long Bytes { get; }

    /// <summary>Whether it keeps to the link's rate itself, as a token bucket does; the line then takes no time of its own.</summary>
    bool KeepsRate { get; }

    /// <summary>
    /// When the packet taken last will leave, known as soon as it was taken; null where that depends on what comes later.
    /// </summary>
    Instant? LastDeparture => null;

    /// <summary>Tells it the rate of the link: once before the first packet, and whenever it changes; null: sending takes no time.</summary>
    void UseRate(BitRate? rate);

    /// <summary>Takes a packet, or refuses it.</summary>
    /// <param name="packet">The packet; a copy of it, perhaps with a congestion mark, comes back from <see cref="TryDequeue"/>.</param>
    /// <param name="now">When it comes; never earlier than in the call before.</param>
    /// <param name="drops">Is given the packets, this one perhaps among them, that are dropped to make room.</param>
    /// <returns>Whether it was taken. A refused packet stays the caller's.</returns>
    bool TryEnqueue(in Packet packet, Instant now, IDropReceiver drops);

    /// <summary>The earliest instant, <paramref name="now"/> or later, at which a packet may leave; of meaning only while some wait.</summary>
    Instant ReadyAt(Instant now);

    /// <summary>Gives the packet that leaves next; called when <see cref="ReadyAt"/> has come.</summary>
    /// <param name="now">Never earlier than in the call before.</param>
    /// <param name="drops">Is given the packets that are dropped instead of leaving.</param>
    /// <param name="packet">The packet and when it came.</param>
    /// <returns>False when none is left.</returns>
    bool TryDequeue(Instant now, IDropReceiver drops, out QueuedPacket packet);

    /// <summary>Drops all that waits, as happens when the sending NIC goes down.</summary>
    void Clear(Instant now, IDropReceiver drops)
    {
        while (TryDequeue(now, drops, out QueuedPacket packet))
        {
            drops.OnDropped(packet.Packet);
        }
    }
}
