using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Sim.Network;

/// <summary>The memory of all lanes of a simulation: chunks of five packets that links take and give back.</summary>
/// <remarks>
/// Thousands of links with a ring each would keep the sum of their peaks; chunks keep the peak of their sum, and the chunk given back
/// last, still in the processor's cache, is the next one taken. Chunks lie in pages that never move, so growing never copies a packet,
/// and a lane knows its packets by address: one step instead of three on the way to each. The pages live as long as the pool.
/// </remarks>
internal sealed unsafe class LanePool
{
    private const int ChunksPerPage = 255;

    private readonly List<byte[]> _pages = [];
    private LaneChunk* _free;

    /// <summary>Takes a chunk; what it holds is left from earlier.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneChunk* Rent()
    {
        if (_free == null)
        {
            AddPage();
        }

        LaneChunk* chunk = _free;
        _free = chunk->Next;
        return chunk;
    }

    /// <summary>Gives a chunk back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Return(LaneChunk* chunk)
    {
        chunk->Next = _free;
        _free = chunk;
    }

    private void AddPage()
    {
        // One chunk more than counts, since the array may begin anywhere.
        byte[] page = GC.AllocateUninitializedArray<byte>((ChunksPerPage + 1) * LaneChunk.Size, pinned: true);
        _pages.Add(page);
        nuint start = (nuint)Unsafe.AsPointer(ref page[0]);
        LaneChunk* first = (LaneChunk*)((start + LaneChunk.Size - 1) & ~(nuint)(LaneChunk.Size - 1));
        for (int i = ChunksPerPage - 1; i >= 0; i--)
        {
            Return(first + i);
        }
    }
}
