using System;

namespace Protocols.Mptcp;

/// <summary>The mappings of one direction of one subflow that still matter, by position.</summary>
public sealed class MappingList
{
    private SubflowMapping[] _mappings = new SubflowMapping[8];
    private int _first;
    private int _count;

    /// <summary>How many there are.</summary>
    public int Count => _count;

    /// <summary>The mapping with this index, 0 being the lowest.</summary>
    public ref SubflowMapping this[int index] => ref _mappings[_first + index];

    /// <summary>
    /// Adds a mapping; one that overlaps what is known is ignored, as its first copy rules (RFC 8684, 3.3.1).
    /// </summary>
    public void Add(SubflowMapping mapping)
    {
        int index = _count;
        while (index > 0 && this[index - 1].SubflowStart >= mapping.SubflowStart)
        {
            index--;
        }

        bool overlaps = (index > 0 && this[index - 1].SubflowEnd > mapping.SubflowStart)
            || (index < _count && this[index].SubflowStart < mapping.SubflowEnd);
        if (!overlaps)
        {
            Insert(index, mapping);
        }
    }

    /// <summary>Finds the mapping that covers a position.</summary>
    public bool TryFind(long position, out SubflowMapping mapping)
    {
        int index = IndexOf(position);
        mapping = index >= 0 ? this[index] : default;
        return index >= 0;
    }

    /// <summary>The index of the mapping that covers a position; -1 when none does.</summary>
    public int IndexOf(long position)
    {
        int low = 0;
        int high = _count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (this[middle].SubflowEnd <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < _count && this[low].SubflowStart <= position ? low : -1;
    }

    /// <summary>Forgets the mappings that end at or below <paramref name="position"/>.</summary>
    public void RemoveBelow(long position)
    {
        while (_count > 0 && this[0].SubflowEnd <= position)
        {
            _first++;
            _count--;
        }

        if (_count == 0)
        {
            _first = 0;
        }
    }

    private void Insert(int index, SubflowMapping mapping)
    {
        if (_first + _count == _mappings.Length)
        {
            bool isCrowded = _count > _mappings.Length / 2;
            SubflowMapping[] target = isCrowded ? new SubflowMapping[_mappings.Length * 2] : _mappings;
            Array.Copy(_mappings, _first, target, 0, _count);
            _mappings = target;
            _first = 0;
        }

        Array.Copy(_mappings, _first + index, _mappings, _first + index + 1, _count - index);
        _mappings[_first + index] = mapping;
        _count++;
    }
}
