using System;

namespace Protocols.Rtmp;

/// <summary>
/// The bytes that a session wants to send, in order, with the borders of headers, chunks and messages.
/// </summary>
/// <remarks>
/// How an application cuts its stream into writes is visible to an MPTCP scheduler, so the borders travel with the
/// bytes. The session appends; the owner of the stream writes <see cref="Pending"/> from the front and calls
/// <see cref="Consume"/> with what was taken.
/// </remarks>
public sealed class RtmpOutput
{
    private byte[] _bytes = new byte[4096];
    private int _start;
    private int _end;
    private OutputSegment[] _segments = new OutputSegment[16];
    private int _firstSegment;
    private int _lastSegment;

    /// <summary>Bytes that wait.</summary>
    public int Length => _end - _start;

    /// <summary>The bytes that wait; valid until the next call to the session or to this object.</summary>
    public ReadOnlySpan<byte> Pending => _bytes.AsSpan(_start, _end - _start);

    /// <summary>
    /// The segments of <see cref="Pending"/>, in order; the first is shortened by what has been consumed of it.
    /// </summary>
    public ReadOnlySpan<OutputSegment> Segments => _segments.AsSpan(_firstSegment, _lastSegment - _firstSegment);

    /// <summary>Removes bytes from the front.</summary>
    public void Consume(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Length, nameof(count));
        _start += count;
        while (count > 0)
        {
            ref OutputSegment first = ref _segments[_firstSegment];
            int taken = Math.Min(count, first.Length);
            count -= taken;
            first = first with { Length = first.Length - taken };
            if (first.Length == 0)
            {
                _firstSegment++;
            }
        }

        if (_start == _end)
        {
            (_start, _end, _firstSegment, _lastSegment) = (0, 0, 0, 0);
        }
    }

    internal void Append(ReadOnlySpan<byte> bytes, OutputSegmentKind kind)
    {
        MakeRoom(ref _bytes, ref _start, ref _end, bytes.Length);
        MakeRoom(ref _segments, ref _firstSegment, ref _lastSegment, 1);
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
        _segments[_lastSegment++] = new OutputSegment(bytes.Length, kind);
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
