using Protocols.Core;
using Protocols.Net;

namespace Sim.Queues;

/// <summary>First in, first out.</summary>
/// <param name="store">Its memory.</param>
internal struct PacketFifo(PacketStore store)
{
    private int _head;
    private int _tail;

    /// <summary>Packets that wait.</summary>
    public int Packets { get; private set; }

    /// <summary>The bytes of their frames.</summary>
    public long Bytes { get; private set; }

    /// <summary>The oldest packet; there must be one.</summary>
    public readonly ref QueuedPacket Head => ref store[_head];

    /// <summary>Adds a packet.</summary>
    public void Add(in Packet packet, Instant now)
    {
        int node = store.Rent(new QueuedPacket { Packet = packet, Arrival = now });
        if (Packets++ == 0)
        {
            _head = node;
        }
        else
        {
            store.Link(_tail, node);
        }

        _tail = node;
        Bytes += packet.FrameLength;
    }

    /// <summary>Takes the oldest packet off; there must be one.</summary>
    public QueuedPacket Take()
    {
        QueuedPacket taken = store[_head];
        _head = store.Return(_head);
        Packets--;
        Bytes -= taken.Packet.FrameLength;
        return taken;
    }
}
