using System.Runtime.CompilerServices;

namespace Protocols.Net;

/// <summary>Room for sixteen segments that follow each other in the sending order of one connection.</summary>
public sealed class SentSegmentChunk
{
    /// <summary>How many segments there is room for; a power of two.</summary>
    public const int Length = 16;

    private Segments _segments;

    /// <summary>The segment at a place.</summary>
    /// <param name="place">Its low bits count: from 0 to <see cref="Length"/> - 1.</param>
    public ref SentSegment this[int place]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref _segments.First, place & (Length - 1));
    }

    /// <summary>The next one in the list of free chunks.</summary>
    internal SentSegmentChunk? NextFree { get; set; }

    [InlineArray(Length)]
    private struct Segments
    {
        public SentSegment First;
    }
}
