using System;
using System.Runtime.CompilerServices;

namespace Sim.Network;

/// <summary>The memory of all lanes of a simulation: chunks of eight packets that links take and give back.</summary>
/// <remarks>
/// Thousands of links with a ring each would keep the sum of their peaks; chunks keep the peak of their sum, and the chunk given back
/// last, still in the processor's cache, is the next one taken. Chunks lie in pages, so growing never copies a packet.
/// </remarks>
internal sealed class LanePool
{
    /// <summary>Entries in a chunk.</summary>
    public const int ChunkSize = 1 << ChunkBits;

    private const int ChunkBits = 3;
    private const int ChunksPerPageBits = 8;
    private const int EntriesPerPageBits = ChunkBits + ChunksPerPageBits;

    private LaneEntry[][] _pages = [];
    private int[] _nextChunk = [];
    private int _freeChunk = -1;

    /// <summary>How many chunks there are, taken and free.</summary>
    public int Chunks => _nextChunk.Length;

    /// <summary>The entry at a position; valid until its chunk is returned.</summary>
    /// <param name="position">First position of a chunk (see <see cref="Rent"/>) plus 0 to 7.</param>
    public ref LaneEntry this[int position]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _pages[position >> EntriesPerPageBits][position & ((1 << EntriesPerPageBits) - 1)];
    }

    /// <summary>Takes a chunk.</summary>
    /// <returns>The position of its first entry; a multiple of <see cref="ChunkSize"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Rent()
    {
        if (_freeChunk < 0)
        {
            AddPage();
        }

        int chunk = _freeChunk;
        _freeChunk = _nextChunk[chunk];
        return chunk << ChunkBits;
    }

    /// <summary>Gives the chunk of a position back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Return(int position)
    {
        int chunk = position >> ChunkBits;
        _nextChunk[chunk] = _freeChunk;
        _freeChunk = chunk;
    }

    /// <summary>Makes <paramref name="following"/>, the start of a chunk, follow the chunk of <paramref name="position"/>.</summary>
    public void Chain(int position, int following) => _nextChunk[position >> ChunkBits] = following >> ChunkBits;

    /// <summary>The start of the chunk that follows the one of <paramref name="position"/>.</summary>
    public int Following(int position) => _nextChunk[position >> ChunkBits] << ChunkBits;

    private void AddPage()
    {
        int first = _nextChunk.Length;
        Array.Resize(ref _pages, _pages.Length + 1);
        _pages[^1] = new LaneEntry[1 << EntriesPerPageBits];
        Array.Resize(ref _nextChunk, first + (1 << ChunksPerPageBits));
        for (int chunk = _nextChunk.Length - 1; chunk >= first; chunk--)
        {
            _nextChunk[chunk] = _freeChunk;
            _freeChunk = chunk;
        }
    }
}
