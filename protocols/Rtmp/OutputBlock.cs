using System;
using System.Buffers;

namespace Protocols.Rtmp;

/// <summary>A run of bytes in an output that lie together, with their segments.</summary>
internal sealed class OutputBlock
{
    private byte[] _bytes;
    private int _start;
    private int _end;
    private OutputSegment[] _segments;
    private int _firstSegment;
    private int _lastSegment;

    /// <summary>An empty block to write into.</summary>
    public OutputBlock()
    {
        _bytes = new byte[4096];
        _segments = new OutputSegment[16];
        IsOwn = true;
    }

    /// <summary>A block of bytes that others read too: the chunks of one message.</summary>
    public OutputBlock(byte[] bytes, in ChunkedLayout layout)
    {
        _bytes = bytes;
        _end = bytes.Length;
        _segments = ArrayPool<OutputSegment>.Shared.Rent(layout.Segments);
        layout.WriteSegments(_segments);
        _lastSegment = layout.Segments;
    }

    /// <summary>Whether bytes may be added.</summary>
    public bool IsOwn { get; }

    /// <summary>Bytes that are left.</summary>
    public int Length => _end - _start;

    /// <summary>The bytes that are left.</summary>
    public ReadOnlySpan<byte> Pending => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Their segments; the first is shortened by what has been consumed of it.</summary>
    public ReadOnlySpan<OutputSegment> Segments => _segments.AsSpan(_firstSegment, _lastSegment - _firstSegment);

    /// <summary>Removes bytes from the front, not more than there are.</summary>
    public void Consume(int count)
    {
        _start += count;
        while (count > 0)
        {
            ref OutputSegment first = ref _segments[_firstSegment];
            int taken = Math.Min(count, first.Length);
            count -= taken;
            first = new OutputSegment(first.Length - taken, first.Kind);
            if (first.Length == 0)
            {
                _firstSegment++;
            }
        }

        if (_start == _end)
        {
            ReturnSharedSegments();
            (_start, _end, _firstSegment, _lastSegment) = (0, 0, 0, 0);
        }
    }

    /// <summary>Room at the end of a block of this session's own, to be filled by the caller.</summary>
    public Span<byte> Extend(int length, int segments, out Span<OutputSegment> segmentRoom)
    {
        MakeRoom(ref _bytes, ref _start, ref _end, length);
        MakeRoom(ref _segments, ref _firstSegment, ref _lastSegment, segments);
        segmentRoom = _segments.AsSpan(_lastSegment, segments);
        _lastSegment += segments;
        _end += length;
        return _bytes.AsSpan(_end - length, length);
    }

    private void ReturnSharedSegments()
    {
        if (!IsOwn && _segments.Length > 0)
        {
            ArrayPool<OutputSegment>.Shared.Return(_segments);
            _segments = [];
        }
    }

    private static void MakeRoom<T>(ref T[] items, ref int start, ref int end, int count)
    {
        if (end + count <= items.Length)
        {
            return;
        }

        int used = end - start;
        T[] target = used + count <= items.Length / 2 ? items : new T[Math.Max(2 * items.Length, used + count)];
        items.AsSpan(start, used).CopyTo(target);
        (items, start, end) = (target, 0, used);
    }
}
