using System;
using System.Diagnostics;

namespace Protocols.Core;

/// <summary>Disjoint half-open ranges of stream positions in ascending order: what has arrived, beyond a gap.</summary>
/// <remarks>Neighbours merge. A few ranges is the normal case, so they lie in one array and are searched from the end.</remarks>
public sealed class RangeSet
{
    private Range[] _ranges = [];
    private int _count;

    /// <summary>One range [<paramref name="Start"/>, <paramref name="End"/>).</summary>
    /// <param name="Start">First position inside.</param>
    /// <param name="End">First position behind; above <paramref name="Start"/>.</param>
    public readonly record struct Range(long Start, long End);

    /// <summary>How many disjoint ranges there are.</summary>
    public int Count => _count;

    /// <summary>Whether nothing is in the set.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>How many positions all ranges cover together.</summary>
    public long TotalLength { get; private set; }

    /// <summary>The range with the given index, 0 being the lowest.</summary>
    public Range this[int index] => _ranges.AsSpan(0, _count)[index];

    /// <summary>The end of the highest range; only when the set is not empty.</summary>
    public long End => _ranges[_count - 1].End;

    /// <summary>Adds [<paramref name="start"/>, <paramref name="end"/>), merging what it touches.</summary>
    /// <returns>How many positions were not in the set before.</returns>
    public long Add(long start, long end)
    {
        Debug.Assert(start <= end, $"range {start}..{end} is backwards");
        if (start >= end)
        {
            return 0;
        }

        int after = _count;
        while (after > 0 && _ranges[after - 1].Start > end)
        {
            after--;
        }

        int first = after;
        long before = 0;
        while (first > 0 && _ranges[first - 1].End >= start)
        {
            first--;
            before += _ranges[first].End - _ranges[first].Start;
            start = Math.Min(start, _ranges[first].Start);
            end = Math.Max(end, _ranges[first].End);
        }

        Replace(first, after, new Range(start, end));
        long added = end - start - before;
        TotalLength += added;
        return added;
    }

    /// <summary>Removes everything below <paramref name="position"/>.</summary>
    public void RemoveBelow(long position)
    {
        int gone = 0;
        while (gone < _count && _ranges[gone].End <= position)
        {
            TotalLength -= _ranges[gone].End - _ranges[gone].Start;
            gone++;
        }

        if (gone > 0)
        {
            Array.Copy(_ranges, gone, _ranges, 0, _count - gone);
            _count -= gone;
        }

        if (_count > 0 && _ranges[0].Start < position)
        {
            TotalLength -= position - _ranges[0].Start;
            _ranges[0] = _ranges[0] with { Start = position };
        }
    }

    /// <summary>If a range holds <paramref name="position"/>, its end; else <paramref name="position"/> itself.</summary>
    public long ContiguousEnd(long position)
    {
        int index = IndexOf(position);
        return index < 0 ? position : _ranges[index].End;
    }

    /// <summary>The index of the range that holds <paramref name="position"/>, or -1.</summary>
    public int IndexOf(long position)
    {
        for (int i = _count - 1; i >= 0 && _ranges[i].End > position; i--)
        {
            if (_ranges[i].Start <= position)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether every position of [<paramref name="start"/>, <paramref name="end"/>) is in the set.</summary>
    public bool Contains(long start, long end) => ContiguousEnd(start) >= end;

    /// <summary>Forgets all ranges.</summary>
    public void Clear()
    {
        _count = 0;
        TotalLength = 0;
    }

    private void Replace(int first, int after, Range merged)
    {
        if (first == after && _count == _ranges.Length)
        {
            Array.Resize(ref _ranges, Math.Max(4, _ranges.Length * 2));
        }

        Array.Copy(_ranges, after, _ranges, first + 1, _count - after);
        _ranges[first] = merged;
        _count += first + 1 - after;
    }
}
