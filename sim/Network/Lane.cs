using System.Runtime.CompilerServices;

namespace Sim.Network;

/// <summary>First in, first out: the packets on one link, in chunks of a shared pool.</summary>
/// <param name="pool">The memory.</param>
internal struct Lane(LanePool pool)
{
    // Positions of the first entry and of the entry behind the last one. An empty lane holds no chunk.
    private int _head;
    private int _tail;

    /// <summary>How many packets are on the link.</summary>
    public int Count { get; private set; }

    /// <summary>The oldest packet; there must be one.</summary>
    public readonly ref LaneEntry Head
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref pool[_head];
    }

    /// <summary>Adds an entry for the caller to fill.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref LaneEntry Add()
    {
        if (Count++ == 0)
        {
            _head = _tail = pool.Rent();
        }
        else if (_tail % LanePool.ChunkSize == 0)
        {
            // The last chunk is full: the tail stands behind it.
            int chunk = pool.Rent();
            pool.Chain(_tail - 1, chunk);
            _tail = chunk;
        }

        return ref pool[_tail++];
    }

    /// <summary>Takes the oldest packet off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RemoveHead()
    {
        if (--Count == 0)
        {
            pool.Return(_head);
        }
        else if (++_head % LanePool.ChunkSize == 0)
        {
            int next = pool.Following(_head - 1);
            pool.Return(_head - 1);
            _head = next;
        }
    }

    /// <summary>All packets, oldest first, by reference. Nothing may be added or removed meanwhile.</summary>
    public readonly LaneWalk GetEnumerator() => new(pool, _head, Count);
}
