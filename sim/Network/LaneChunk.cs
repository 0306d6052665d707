using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sim.Network;

/// <summary>A piece of a <see cref="Lane"/>: 256 bytes, which is four lines of a processor's cache, at an address that is a multiple of 256.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal unsafe struct LaneChunk
{
    /// <summary>Its size and alignment in bytes.</summary>
    public const int Size = 256;

    private const int FirstEntry = 16;

    /// <summary>The chunk that follows in the lane, or in the list of free chunks.</summary>
    [FieldOffset(0)]
    public LaneChunk* Next;

    // The first entry begins at byte 16, so that it lies in one line with the link to the next chunk, and the last one ends with the chunk.
    [FieldOffset(FirstEntry)]
    private Entries _entries;

    /// <summary>The chunk that an entry lies in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneChunk* Of(LaneEntry* entry) => (LaneChunk*)((nuint)entry & ~(nuint)(Size - 1));

    /// <summary>Whether a position is the one behind the last entry of a chunk: there the next chunk begins in memory, but not in the lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsEnd(LaneEntry* position) => ((nuint)position & (Size - 1)) == 0;

    /// <summary>Its first entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneEntry* First(LaneChunk* chunk) => (LaneEntry*)((byte*)chunk + FirstEntry);

    [InlineArray(5)]
    private struct Entries
    {
        private LaneEntry _first;
    }
}
