using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>
/// The segments between SND.UNA and SND.NXT, oldest first, with the counters of Linux's tcp_sock (RFC 6675's
/// scoreboard).
/// </summary>
/// <remarks>
/// Entries of 16 bytes in chunks of a pool, found through a table that wraps around; places count up for ever, modulo
/// 2^32. Whoever changes a segment's status changes the counters. A mutable struct, part of its <see cref="TcpSender"/>:
/// every acknowledgment touches it.
/// </remarks>
public struct Scoreboard
{
    private const int ChunkBits = 4;
    private const int SmallestTable = 4;

    private readonly SentSegmentPool _pool;

    // By the number of the chunk, modulo its length, which is a power of two. It never shrinks: 8 bytes for 16 segments.
    private SentSegmentChunk[] _table = [];

    // The place of the oldest segment. All chunks from its own up to that of the newest are held, and no others. It begins shortly
    // before places wrap around, as Linux's jiffies do, so that every longer connection shows whether that works.
    private int _head = int.MaxValue - (SentSegmentChunk.Length * 4 - 1);
    private int _assumedSacked;

    /// <summary>No segments.</summary>
    /// <param name="pool">Where they will lie.</param>
    public Scoreboard(SentSegmentPool pool) => _pool = pool;

    /// <summary>packets_out: how many segments there are.</summary>
    public int Count { get; private set; }

    /// <summary>sacked_out: how many of them the receiver has.</summary>
    public int Sacked { get; private set; }

    /// <summary>
    /// How many of <see cref="Sacked"/> are only assumed: without SACK, one for each duplicate acknowledgment.
    /// </summary>
    public int AssumedSacked
    {
        readonly get => _assumedSacked;
        set
        {
            Sacked += value - _assumedSacked;
            _assumedSacked = value;
        }
    }

    /// <summary>lost_out: how many are taken for lost.</summary>
    public int Lost { get; private set; }

    /// <summary>How many were taken for lost in all, retransmissions that were lost again included (tp->lost).</summary>
    public int LostEver { get; private set; }

    /// <summary>retrans_out: how many have a retransmitted copy in flight.</summary>
    public int Retransmitted { get; private set; }

    /// <summary>
    /// Packets in flight as the sender believes: out - (sacked + lost) + retransmitted (tcp_packets_in_flight).
    /// </summary>
    public readonly int InFlight => Count - Sacked - Lost + Retransmitted;

    /// <summary>The segment with the given index, 0 being the oldest.</summary>
    public readonly ref SentSegment this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int place = unchecked(_head + index);
            return ref ChunkOf(place)[place];
        }
    }

    /// <summary>Adds a segment that was just sent for the first time.</summary>
    public void Add(long start, int length, long sentAt, SegmentStatus status)
    {
        ref SentSegment segment = ref AddPlace();
        segment.Start = (uint)start;
        segment.Length = (ushort)length;
        segment.SentAt = sentAt;
        segment.Status = status;
    }

    /// <summary>Removes the oldest segment: it is acknowledged.</summary>
    public void RemoveOldest()
    {
        SegmentStatus status = this[0].Status;
        if (status != SegmentStatus.None)
        {
            Uncount(status);
        }

        RemoveOriginals(1);
    }

    /// <summary>
    /// How many of the oldest segments lie below <paramref name="ack"/>, one after the other, and were sent once with
    /// nothing known of them since.
    /// </summary>
    public readonly int CountOriginals(uint ack)
    {
        int count = 0;
        while (count < Count)
        {
            ref readonly SentSegment segment = ref this[count];
            if (segment.Status != SegmentStatus.None || (int)(ack - segment.Start) < segment.Length)
            {
                break;
            }

            count++;
        }

        return count;
    }

    /// <summary>Removes the oldest segments, which <see cref="CountOriginals"/> has counted.</summary>
    public void RemoveOriginals(int count)
    {
        int before = _head;
        _head = unchecked(before + count);
        Count -= count;
        for (int place = FirstOfChunk(before); place != FirstOfChunk(_head); place = unchecked(place + SentSegmentChunk.Length))
        {
            _pool.Return(ChunkOf(place));
        }
    }

    /// <summary>Cuts the acknowledged front off the oldest segment.</summary>
    public void TrimOldest(int acknowledged)
    {
        ref SentSegment segment = ref this[0];
        Debug.Assert(acknowledged < segment.Length, "a segment that is acknowledged whole is removed");
        segment.Start += (uint)acknowledged;
        segment.Length -= (ushort)acknowledged;
    }

    /// <summary>The receiver has this segment.</summary>
    public void MarkSacked(ref SentSegment segment)
    {
        Uncount(segment.Status);
        segment.Status = (segment.Status & ~(SegmentStatus.Lost | SegmentStatus.Retransmitted)) | SegmentStatus.Sacked;
        Sacked++;
    }

    /// <summary>This segment, or its retransmitted copy, is taken for lost.</summary>
    public void MarkLost(ref SentSegment segment)
    {
        Uncount(segment.Status);
        segment.Status = (segment.Status & ~SegmentStatus.Retransmitted) | SegmentStatus.Lost;
        Lost++;
        LostEver++;
    }

    /// <summary>A copy of this lost segment was sent.</summary>
    public void MarkRetransmitted(ref SentSegment segment, long sentAt)
    {
        Debug.Assert((segment.Status & SegmentStatus.Retransmitted) == 0, "one copy in flight at a time");
        segment.Status |= SegmentStatus.Retransmitted | SegmentStatus.EverRetransmitted;
        segment.SentAt = sentAt;
        Retransmitted++;
    }

    /// <summary>The copy of this segment could not be sent.</summary>
    public void ClearRetransmitted(ref SentSegment segment)
    {
        if ((segment.Status & SegmentStatus.Retransmitted) != 0)
        {
            Retransmitted--;
            segment.Status &= ~SegmentStatus.Retransmitted;
        }
    }

    /// <summary>The receiver took back its selective acknowledgment of this segment (RFC 2018, 8).</summary>
    public void ClearSacked(ref SentSegment segment)
    {
        if ((segment.Status & SegmentStatus.Sacked) != 0)
        {
            Sacked--;
            segment.Status &= ~SegmentStatus.Sacked;
        }
    }

    /// <summary>Nothing is taken for lost any more: the loss was a mistake.</summary>
    public void ClearLost()
    {
        for (int i = 0; i < Count && Lost > 0; i++)
        {
            ref SentSegment segment = ref this[i];
            if ((segment.Status & SegmentStatus.Lost) != 0)
            {
                segment.Status &= ~SegmentStatus.Lost;
                Lost--;
            }
        }
    }

    /// <summary>Removes the newest segment: it could not be sent after all.</summary>
    public void RemoveNewest()
    {
        int place = unchecked(_head + Count - 1);
        Uncount(this[Count - 1].Status);
        Count--;
        if (IsFirstOfChunk(place))
        {
            _pool.Return(ChunkOf(place));
        }
    }

    /// <summary>Cuts a segment in two; both parts keep its status, only the second one its FIN.</summary>
    public void Split(int index, int length)
    {
        SentSegment whole = this[index];
        Debug.Assert(length > 0 && length < whole.Length, "both parts hold something");
        AddPlace();
        for (int i = Count - 1; i > index + 1; i--)
        {
            this[i] = this[i - 1];
        }

        ref SentSegment first = ref this[index];
        first.Length = (ushort)length;
        first.Status &= ~SegmentStatus.Fin;
        ref SentSegment second = ref this[index + 1];
        second = whole;
        second.Start += (uint)length;
        second.Length -= (ushort)length;
        Sacked += (whole.Status & SegmentStatus.Sacked) != 0 ? 1 : 0;
        Lost += (whole.Status & SegmentStatus.Lost) != 0 ? 1 : 0;
        Retransmitted += (whole.Status & SegmentStatus.Retransmitted) != 0 ? 1 : 0;
    }

    /// <summary>
    /// The index of the segment that holds the stream position with these low 32 bits; <see cref="Count"/> when it is
    /// behind all.
    /// </summary>
    public readonly int IndexOf(uint position)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            ref readonly SentSegment segment = ref this[middle];
            if ((int)(position - segment.Start) >= segment.Length)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void Uncount(SegmentStatus status)
    {
        if ((status & SegmentStatus.Sacked) != 0)
        {
            Sacked--;
        }

        if ((status & SegmentStatus.Lost) != 0)
        {
            Lost--;
        }

        if ((status & SegmentStatus.Retransmitted) != 0)
        {
            Retransmitted--;
        }
    }

    private static int NumberOf(int place) => place >> ChunkBits;

    private static int FirstOfChunk(int place) => place & -SentSegmentChunk.Length;

    private static bool IsFirstOfChunk(int place) => place == FirstOfChunk(place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly SentSegmentChunk ChunkOf(int place)
    {
        SentSegmentChunk[] table = _table;
        return table[NumberOf(place) & (table.Length - 1)];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref SentSegment AddPlace()
    {
        int place = unchecked(_head + Count);
        if (IsFirstOfChunk(place))
        {
            RentChunk(place);
        }

        Count++;
        return ref ChunkOf(place)[place];
    }

    private void RentChunk(int place)
    {
        int first = FirstOfChunk(_head);
        int held = NumberOf(unchecked(place - first));
        if (held == _table.Length)
        {
            SentSegmentChunk[] larger = new SentSegmentChunk[Math.Max(held * 2, SmallestTable)];
            for (; first != place; first = unchecked(first + SentSegmentChunk.Length))
            {
                larger[NumberOf(first) & (larger.Length - 1)] = ChunkOf(first);
            }

            _table = larger;
        }

        _table[NumberOf(place) & (_table.Length - 1)] = _pool.Rent();
    }
}
