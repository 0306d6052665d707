using System;

namespace Sim.Queues;

/// <summary>The memory of the queues of one discipline: nodes that queues take and give back, so that a thousand queues share the room of one.</summary>
/// <remarks>Grows with what waits, never with a limit.</remarks>
internal sealed class PacketStore
{
    private const int None = -1;

    private Node[] _nodes = new Node[16];
    private int _free;

    /// <summary>All nodes free.</summary>
    public PacketStore() => Chain(0);

    private struct Node
    {
        public QueuedPacket Packet;
        public int Next;
    }

    /// <summary>Takes a node.</summary>
    public int Rent(in QueuedPacket packet)
    {
        if (_free == None)
        {
            int first = _nodes.Length;
            Array.Resize(ref _nodes, first * 2);
            Chain(first);
        }

        int node = _free;
        _free = _nodes[node].Next;
        _nodes[node].Packet = packet;
        return node;
    }

    /// <summary>The packet in a node, by reference until the next <see cref="Rent"/>.</summary>
    public ref QueuedPacket this[int node] => ref _nodes[node].Packet;

    /// <summary>Makes <paramref name="following"/> follow <paramref name="node"/>.</summary>
    public void Link(int node, int following) => _nodes[node].Next = following;

    /// <summary>Gives a node back.</summary>
    /// <returns>The node that followed it.</returns>
    public int Return(int node)
    {
        int next = _nodes[node].Next;
        _nodes[node].Next = _free;
        _free = node;
        return next;
    }

    private void Chain(int first)
    {
        for (int node = first; node < _nodes.Length; node++)
        {
            _nodes[node].Next = node + 1;
        }

        _nodes[^1].Next = None;
        _free = first;
    }
}
