using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sim.Kernel;

/// <summary>The future event list: a monotone radix queue with a short sorted run in front. Equal times leave in the order of their pushes.</summary>
/// <remarks>
/// A radix heap (Ahuja, Mehlhorn, Orlin and Tarjan, 1990) with 16 buckets per level: an event lies at the level of the highest
/// hexadecimal digit in which its time differs from the origin, in the bucket of that digit. The origin never passes the next event,
/// so events only ever move to finer levels. A bucket that has become small is sorted once into the run instead of being dealt out
/// level by level. First in, first out among equal times needs no sequence numbers: equal times always share a bucket, and every
/// move keeps their order. A push must not lie before the latest pop, nor before the latest <c>until</c> given to
/// <see cref="TryPop"/>; <see cref="Simulation"/> sees to that.
/// </remarks>
public sealed class EventQueue
{
    private const int DigitBits = 4;
    private const int Digits = 1 << DigitBits;
    private const int Levels = 64 / DigitBits;

    // Measured: a bucket of up to 48 events is cheaper to sort by insertion than to deal out again, and a run that has grown
    // to 192 by pushes is cheaper to deal out than to insert into.
    private const int LargestSortedBucket = 48;
    private const int LargestRun = 192;

    // Buckets of this size keep their memory; larger ones lend it to others when they are empty, since the large buckets
    // move from digit to digit as time goes on.
    private const int OwnCapacity = 16;

    private readonly Bucket[] _buckets = new Bucket[Levels * Digits];
    private readonly Stack<Event[]>[] _spares = new Stack<Event[]>[32];
    private readonly ushort[] _usedDigits = new ushort[Levels];
    private Event[] _run = new Event[LargestRun];
    private uint _usedLevels;
    private int _runCount;
    private ulong _runSpan;
    private long _origin;
    private long _now;

    /// <summary>An empty queue at time 0.</summary>
    public EventQueue()
    {
        for (int i = 0; i < _buckets.Length; i++)
        {
            _buckets[i].Items = new Event[OwnCapacity];
        }

        for (int i = 0; i < _spares.Length; i++)
        {
            _spares[i] = new Stack<Event[]>();
        }
    }

    private struct Event
    {
        public long At;
        public int Target;
    }

    private struct Bucket
    {
        public Event[] Items;
        public int Count;
    }

    /// <summary>How many events wait. Counted when asked, since every event would pay for keeping the number.</summary>
    public int Count
    {
        get
        {
            int count = _runCount;
            foreach (ref readonly Bucket bucket in _buckets.AsSpan())
            {
                count += bucket.Count;
            }

            return count;
        }
    }

    /// <summary>The time of the next event in picoseconds; <see cref="long.MaxValue"/> when there is none. Costs more than a pop.</summary>
    public long NextTime => _runCount > 0 ? _run[_runCount - 1].At : EarliestInBuckets();

    /// <summary>Adds an event.</summary>
    /// <param name="at">Its time in picoseconds; see the remarks on the class for what is allowed.</param>
    /// <param name="target">The handle of its target.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(long at, int target)
    {
        if ((ulong)(at ^ _origin) < _runSpan)
        {
            PushToRun(at, target);
        }
        else
        {
            PushToBucket(at, target);
        }
    }

    /// <summary>The target of an event that will soon come; -1 when that is not known without looking for it.</summary>
    /// <param name="ahead">How many events come before it: 0 for the next one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Foresee(int ahead)
    {
        int index = _runCount - 1 - ahead;
        return index >= 0 ? Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_run), index).Target : -1;
    }

    /// <summary>Takes the next event if it is due at or before <paramref name="until"/>.</summary>
    /// <returns>False when there is none; no event before <paramref name="until"/> may be pushed from then on.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPop(long until, out long at, out int target)
    {
        if (_runCount == 0 && !Refill(until))
        {
            at = 0;
            target = 0;
            return false;
        }

        ref Event next = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_run), _runCount - 1);
        at = next.At;
        target = next.Target;
        if (at > until)
        {
            _now = until;
            return false;
        }

        _runCount--;
        _now = at;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PushToBucket(long at, int target)
    {
        int level = (63 - BitOperations.LeadingZeroCount((ulong)(at ^ _origin) | 1)) / DigitBits;
        int digit = (int)(at >> (level * DigitBits)) & (Digits - 1);
        ref Bucket bucket = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_buckets), level * Digits + digit);
        int count = bucket.Count;
        if (count == bucket.Items.Length)
        {
            Enlarge(ref bucket);
        }

        ref Event added = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bucket.Items), count);
        added.At = at;
        added.Target = target;
        bucket.Count = count + 1;
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_usedDigits), level) |= (ushort)(1 << digit);
        _usedLevels |= 1u << level;
    }

    private void Enlarge(ref Bucket bucket)
    {
        int capacity = Math.Max(OwnCapacity, bucket.Items.Length * 2);
        Event[] larger = _spares[BitOperations.Log2((uint)capacity)].TryPop(out Event[]? spare) ? spare : new Event[capacity];
        bucket.Items.AsSpan(0, bucket.Count).CopyTo(larger);
        Release(ref bucket);
        bucket.Items = larger;
    }

    private void Release(ref Bucket bucket)
    {
        if (bucket.Items.Length > 0)
        {
            _spares[BitOperations.Log2((uint)bucket.Items.Length)].Push(bucket.Items);
        }

        bucket.Items = [];
    }

    private void PushToRun(long at, int target)
    {
        if (_runCount == LargestRun)
        {
            SpillRun();
            PushToBucket(at, target);
            return;
        }

        // The run is descending, so that the next event leaves from its end; an equal time is inserted in front of its equals.
        ref Event first = ref MemoryMarshal.GetArrayDataReference(_run);
        ref Event slot = ref Unsafe.Add(ref first, _runCount++);
        while (Unsafe.IsAddressGreaterThan(ref slot, ref first) && Unsafe.Subtract(ref slot, 1).At <= at)
        {
            slot = Unsafe.Subtract(ref slot, 1);
            slot = ref Unsafe.Subtract(ref slot, 1);
        }

        slot.At = at;
        slot.Target = target;
    }

    /// <summary>Deals the run out to the finer buckets, which are all empty while a run is in use.</summary>
    private void SpillRun()
    {
        // Relative to the present, not to the start of the run: else many events at one time a little ahead would come
        // back as the same long run, again and again.
        int count = _runCount;
        _runCount = 0;
        _runSpan = 0;
        _origin = _now;
        for (int i = count - 1; i >= 0; i--)
        {
            PushToBucket(_run[i].At, _run[i].Target);
        }
    }

    /// <summary>Makes the earliest bucket the run. False when nothing is due by <paramref name="until"/>.</summary>
    private bool Refill(long until)
    {
        while (_usedLevels != 0)
        {
            int level = BitOperations.TrailingZeroCount(_usedLevels);
            int digit = BitOperations.TrailingZeroCount(_usedDigits[level]);
            ref Bucket bucket = ref _buckets[level * Digits + digit];
            long start = bucket.Items[0].At & -(1L << (level * DigitBits));
            if (start > until)
            {
                break;
            }

            int count = bucket.Count;
            bucket.Count = 0;
            MarkEmpty(level, digit);
            Distribute(bucket.Items.AsSpan(0, count), level, start, until);
            if (count > OwnCapacity)
            {
                Release(ref bucket);
            }

            if (_runCount > 0)
            {
                return true;
            }
        }

        _now = until;
        return false;
    }

    /// <summary>Makes the events of the earliest bucket the run, or deals them out to finer buckets.</summary>
    private void Distribute(ReadOnlySpan<Event> events, int level, long start, long until)
    {
        if (level == 0)
        {
            // All of one time. What is pushed for that time meanwhile goes to the bucket again and leaves after these.
            _origin = start;
            _runSpan = 0;
            TakeAsRun(events);
            return;
        }

        long first = Earliest(events);
        if (first <= until && events.Length <= LargestSortedBucket)
        {
            _origin = start;
            _runSpan = 1UL << (level * DigitBits);
            foreach (ref readonly Event item in events)
            {
                PushToRun(item.At, item.Target);
            }

            return;
        }

        // The origin must not pass `until`: events may still be pushed between `until` and the first event here.
        _origin = Math.Min(first, until);
        _runSpan = 0;
        foreach (ref readonly Event item in events)
        {
            PushToBucket(item.At, item.Target);
        }
    }

    private void MarkEmpty(int level, int digit)
    {
        _usedDigits[level] &= (ushort)~(1 << digit);
        if (_usedDigits[level] == 0)
        {
            _usedLevels &= ~(1u << level);
        }
    }

    private void TakeAsRun(ReadOnlySpan<Event> events)
    {
        if (events.Length > _run.Length)
        {
            _run = new Event[events.Length * 2];
        }

        for (int i = 0; i < events.Length; i++)
        {
            _run[events.Length - 1 - i] = events[i];
        }

        _runCount = events.Length;
    }

    private long EarliestInBuckets()
    {
        if (_usedLevels == 0)
        {
            return long.MaxValue;
        }

        int level = BitOperations.TrailingZeroCount(_usedLevels);
        Bucket bucket = _buckets[level * Digits + BitOperations.TrailingZeroCount(_usedDigits[level])];
        return Earliest(bucket.Items.AsSpan(0, bucket.Count));
    }

    private static long Earliest(ReadOnlySpan<Event> events)
    {
        long earliest = long.MaxValue;
        foreach (ref readonly Event item in events)
        {
            earliest = Math.Min(earliest, item.At);
        }

        return earliest;
    }
}
