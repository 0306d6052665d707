using System;
using System.Numerics;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>
/// The retransmissions of a connection in the order in which they were sent: with the scoreboard, whose first
/// transmissions are in that order anyway, it stands for Linux's tsorted_sent_queue.
/// </summary>
/// <remarks>
/// A ring that grows with the retransmissions in flight. What has become of a retransmission is seen in the scoreboard
/// when its turn comes.
/// </remarks>
internal sealed class RetransmissionOrder
{
    private const int SmallestRing = 4;

    // What an ordinary episode may need is never given back, so that it is not allocated again and again.
    private const int SmallestTrimmed = 16;

    // Its length is a power of two.
    private Entry[] _ring = new Entry[SmallestRing];
    private int _head;
    private int _most;

    private struct Entry
    {
        public uint End;

        // The low 32 bits tell two transmissions of a segment apart.
        public uint SentAt;
    }

    /// <summary>How many there are, those included that are no longer in flight.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the latest retransmission.</summary>
    /// <param name="segment">The segment, with the time of the retransmission.</param>
    /// <param name="segments">The scoreboard.</param>
    public void Add(in SentSegment segment, in Scoreboard segments)
    {
        // Probes of a path without losses come here, too, and nobody looks at them: they must not pile up.
        while (Count == _ring.Length && !TryFind(0, in segments, out _))
        {
            RemoveOldest();
        }

        if (Count == _ring.Length)
        {
            Resize(_ring.Length * 2);
        }

        ref Entry added = ref _ring[(_head + Count++) & (_ring.Length - 1)];
        added.End = segment.Start + segment.Length;
        added.SentAt = (uint)segment.SentAt;
        _most = Math.Max(_most, Count);
    }

    /// <summary>
    /// An episode of losses has ended: gives memory back, if there is far more than this one needed.
    /// </summary>
    /// <param name="segments">The scoreboard.</param>
    public void Trim(in Scoreboard segments)
    {
        while (Count > 0 && !TryFind(0, in segments, out _))
        {
            RemoveOldest();
        }

        int needed = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(_most, SmallestTrimmed));
        if (_ring.Length > 4 * needed)
        {
            Resize(needed);
        }

        _most = Count;
    }

    /// <summary>Finds the segment of the retransmission with the given rank, if that copy of it is the latest one still in the scoreboard.</summary>
    /// <param name="rank">0 for the oldest.</param>
    /// <param name="segments">The scoreboard.</param>
    /// <param name="index">The index of the segment there.</param>
    public bool TryFind(int rank, in Scoreboard segments, out int index)
    {
        ref readonly Entry entry = ref _ring[(_head + rank) & (_ring.Length - 1)];
        index = segments.IndexOf(unchecked(entry.End - 1));
        return index < segments.Count && (uint)segments[index].SentAt == entry.SentAt
            && unchecked(segments[index].Start + segments[index].Length) == entry.End;
    }

    /// <summary>Forgets the oldest.</summary>
    public void RemoveOldest()
    {
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
    }

    private void Resize(int length)
    {
        Entry[] ring = new Entry[length];
        for (int i = 0; i < Count; i++)
        {
            ring[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }

        _ring = ring;
        _head = 0;
    }
}
