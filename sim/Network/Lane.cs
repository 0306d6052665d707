using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Sim.Kernel;

namespace Sim.Network;

/// <summary>First in, first out: the packets on one link, in chunks of a shared pool.</summary>
internal unsafe struct Lane
{
    // The oldest entry, and where the next one goes. An empty lane holds no chunk.
    private LaneEntry* _head;
    private LaneEntry* _tail;

    /// <summary>How many packets are on the link.</summary>
    public int Count { get; private set; }

    /// <summary>The oldest packet; there must be one.</summary>
    public readonly ref LaneEntry Head
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *_head;
    }

    /// <summary>The oldest packet, if there is one, will be needed soon.</summary>
    public readonly void FetchHead() => Cache.FetchLine(_head);

    /// <summary>Adds an entry for the caller to fill.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref LaneEntry Add(LanePool pool)
    {
        if (Count++ == 0)
        {
            _head = _tail = LaneChunk.First(pool.Rent());
        }
        else if (LaneChunk.IsEnd(_tail))
        {
            LaneChunk* following = pool.Rent();
            LaneChunk.Of(_tail - 1)->Next = following;
            _tail = LaneChunk.First(following);
        }

        return ref *_tail++;
    }

    /// <summary>Takes the oldest packet off.</summary>
    /// <returns>The oldest one now; null when there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneEntry* RemoveHead(LanePool pool)
    {
        LaneEntry* head = _head + 1;
        int count = Count - 1;
        Count = count;
        if (count == 0)
        {
            pool.Return(LaneChunk.Of(_head));
            return null;
        }

        if (LaneChunk.IsEnd(head))
        {
            LaneChunk* left = LaneChunk.Of(_head);
            head = LaneChunk.First(left->Next);
            pool.Return(left);
        }

        _head = head;
        if (Sse.IsSupported && count > 1)
        {
            // What will be read after the next packet: a long queue does not fit into the processor's first cache.
            LaneEntry* following = head + 1;
            Sse.Prefetch0(LaneChunk.IsEnd(following) ? LaneChunk.Of(head)->Next : following);
        }

        return head;
    }

    /// <summary>Takes packets off the lane and out of the network.</summary>
    /// <returns>When the last one that stays arrives, in picoseconds; 0 if none stays.</returns>
    public long RemoveWhere(LanePool lanes, Fabric fabric, LaneFilter isRemoved)
    {
        long lastArrival = 0;
        for (int left = Count; left > 0; left--)
        {
            LaneEntry entry = Head;
            RemoveHead(lanes);
            if (isRemoved(entry))
            {
                fabric.Discard(entry.Packet);
            }
            else
            {
                Add(lanes) = entry;
                lastArrival = entry.Arrival;
            }
        }

        return lastArrival;
    }

    /// <summary>Packets and bytes that have not departed by <paramref name="now"/> (picoseconds).</summary>
    public readonly (long Packets, long Bytes) CountWaiting(long now)
    {
        long packets = 0;
        long bytes = 0;
        foreach (ref readonly LaneEntry entry in this)
        {
            if (entry.Departure > now)
            {
                packets++;
                bytes += entry.Packet.FrameLength;
            }
        }

        return (packets, bytes);
    }

    /// <summary>All packets, oldest first, by reference. Nothing may be added or removed meanwhile.</summary>
    public readonly LaneWalk GetEnumerator() => new(_head, Count);
}
