using System;
using System.Collections.Generic;

namespace Protocols.Rtmp;

/// <summary>
/// The bytes that a session wants to send, in order, with the borders of headers, chunks and messages.
/// </summary>
/// <remarks>
/// <para>How an application cuts its stream into writes is visible to an MPTCP scheduler, so the borders travel with the
/// bytes. The session appends; the owner of the stream writes <see cref="Pending"/> from the front and calls
/// <see cref="Consume"/> with what was taken.</para>
/// <para>Bytes that go to many connections (<see cref="SharedChunks"/>) are not copied: they wait as a block between this
/// session's own. A block ends where a message ends.</para>
/// </remarks>
public sealed class RtmpOutput
{
    private readonly Queue<OutputBlock> _blocks = [];
    private OutputBlock? _last;
    private OutputBlock? _spare;

    /// <summary>Bytes that wait: <see cref="Pending"/> and those in blocks behind it.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes of the first block; valid until the next call to the session or to this object.</summary>
    public ReadOnlySpan<byte> Pending => _blocks.TryPeek(out OutputBlock? first) ? first.Pending : default;

    /// <summary>
    /// The segments of <see cref="Pending"/>, in order; the first is shortened by what has been consumed of it.
    /// </summary>
    public ReadOnlySpan<OutputSegment> Segments => _blocks.TryPeek(out OutputBlock? first) ? first.Segments : default;

    /// <summary>Removes bytes from the front, at most those of <see cref="Pending"/>.</summary>
    public void Consume(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Pending.Length, nameof(count));
        if (!_blocks.TryPeek(out OutputBlock? first))
        {
            return;
        }

        first.Consume(count);
        Length -= count;
        if (first.Length > 0)
        {
            return;
        }

        _blocks.Dequeue();
        _last = first == _last ? null : _last;
        _spare = first.IsOwn ? first : _spare;
    }

    internal void Append(ReadOnlySpan<byte> bytes, OutputSegmentKind kind)
    {
        bytes.CopyTo(Extend(bytes.Length, 1, out Span<OutputSegment> segments));
        segments[0] = new OutputSegment(bytes.Length, kind);
    }

    internal void Append(in ChunkedLayout layout, ReadOnlySpan<byte> payload)
    {
        Span<byte> bytes = Extend(layout.Length, layout.Segments, out Span<OutputSegment> segments);
        layout.Write(payload, bytes);
        layout.WriteSegments(segments);
    }

    internal void AppendShared(byte[] bytes, in ChunkedLayout layout) => Enqueue(new OutputBlock(bytes, in layout));

    private Span<byte> Extend(int length, int segments, out Span<OutputSegment> segmentRoom)
    {
        if (_last is not { IsOwn: true })
        {
            Enqueue(_spare ?? new OutputBlock());
            _spare = null;
        }

        Length += length;
        return _last!.Extend(length, segments, out segmentRoom);
    }

    private void Enqueue(OutputBlock block)
    {
        _blocks.Enqueue(block);
        _last = block;
        Length += block.Length;
    }
}
