using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace Protocols.Core;

/// <summary>The bytes of one direction of one stream, addressed by their offset: written once, read until released.</summary>
/// <remarks>
/// In a simulation the writer's and the reader's end share one store: packets carry offsets, and the reader reads what the
/// writer wrote. A byte is dropped when the sender no longer needs it (it is acknowledged) and the reader has read it.
/// A store made with <see cref="Counting"/> keeps no bytes at all and reads as zeros: bulk traffic whose content is of no interest.
/// </remarks>
public sealed class ByteStore
{
    private const int BlockSize = 16 * 1024;

    private readonly bool _counting;
    private Queue<byte[]>? _spare;
    private byte[][] _blocks = [];
    private int _firstBlock;
    private long _senderReleased;
    private long _readerReleased;

    private ByteStore(bool counting) => _counting = counting;

    /// <summary>An empty store that keeps its bytes.</summary>
    public ByteStore()
        : this(counting: false)
    {
    }

    /// <summary>A store that only counts: what is appended is forgotten, what is read is zero.</summary>
    public static ByteStore Counting() => new(counting: true);

    /// <summary>The offset of the oldest byte that can still be read.</summary>
    public long Start { get; private set; }

    /// <summary>The offset behind the newest byte.</summary>
    public long End { get; private set; }

    /// <summary>How many released bytes are kept all the same, for a tap that sees packets late; 0 by default.</summary>
    public long KeepReleasedBytes { get; set; }

    /// <summary>Adds bytes at the end.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_counting)
        {
            End += bytes.Length;
            return;
        }

        while (!bytes.IsEmpty)
        {
            Span<byte> room = Room(End);
            int count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            bytes = bytes[count..];
            End += count;
        }
    }

    /// <summary>
    /// Puts bytes where they belong, as they come from outside the simulation: out of order, with holes, or once more. What lies below
    /// <see cref="Start"/> is ignored.
    /// </summary>
    /// <param name="offset">The offset of the first byte.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="limit">How far behind <see cref="Start"/> they may reach.</param>
    /// <returns>False, and nothing is kept, when they reach beyond the limit.</returns>
    public bool TryPut(long offset, ReadOnlySpan<byte> bytes, long limit)
    {
        long end = offset + bytes.Length;
        if (end > Start + limit)
        {
            return false;
        }

        if (offset < Start)
        {
            bytes = bytes[(int)Math.Min(Start - offset, bytes.Length)..];
            offset = Start;
        }

        while (End < end)
        {
            End += Math.Min(Room(End).Length, end - End);
        }

        while (!bytes.IsEmpty)
        {
            (long block, long within) = Math.DivRem(offset, BlockSize);
            Span<byte> target = _blocks[block - BlockOf(Start) + _firstBlock].AsSpan((int)within);
            int count = Math.Min(target.Length, bytes.Length);
            bytes[..count].CopyTo(target);
            bytes = bytes[count..];
            offset += count;
        }

        return true;
    }

    /// <summary>Adds <paramref name="count"/> bytes whose content does not matter; only on a counting store.</summary>
    public void AppendUnseen(long count)
    {
        Debug.Assert(_counting, "a store that keeps bytes must be given them");
        End += count;
    }

    /// <summary>Copies the bytes from <paramref name="offset"/> on; all of them must lie between <see cref="Start"/> and <see cref="End"/>.</summary>
    public void CopyTo(long offset, Span<byte> destination)
    {
        if (offset < Start || offset + destination.Length > End)
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset), $"bytes {offset}..{offset + destination.Length} are not among {Start}..{End}");
        }

        if (_counting)
        {
            destination.Clear();
            return;
        }

        while (!destination.IsEmpty)
        {
            (long block, long within) = Math.DivRem(offset, BlockSize);
            ReadOnlySpan<byte> source = _blocks[block - BlockOf(Start) + _firstBlock].AsSpan((int)within);
            int count = Math.Min(source.Length, destination.Length);
            source[..count].CopyTo(destination);
            destination = destination[count..];
            offset += count;
        }
    }

    /// <summary>The sender no longer needs what lies below <paramref name="offset"/>.</summary>
    public void ReleaseBySender(long offset)
    {
        _senderReleased = Math.Max(_senderReleased, offset);
        Drop();
    }

    /// <summary>The reader has read what lies below <paramref name="offset"/>.</summary>
    public void ReleaseByReader(long offset)
    {
        _readerReleased = Math.Max(_readerReleased, offset);
        Drop();
    }

    private static long BlockOf(long offset) => offset / BlockSize;

    private void Drop()
    {
        long start = Math.Max(Start, Math.Min(Math.Min(_senderReleased, _readerReleased) - KeepReleasedBytes, End));
        if (!_counting)
        {
            for (long block = BlockOf(Start); block < BlockOf(start); block++)
            {
                _spare ??= [];
                if (_spare.Count < 4)
                {
                    _spare.Enqueue(_blocks[_firstBlock]);
                }

                _blocks[_firstBlock++] = null!;
            }
        }

        Start = start;
    }

    private Span<byte> Room(long offset)
    {
        (long block, long within) = Math.DivRem(offset, BlockSize);
        int index = (int)(block - BlockOf(Start)) + _firstBlock;
        if (index == _blocks.Length)
        {
            MakeRoomForBlocks();
            index = (int)(block - BlockOf(Start)) + _firstBlock;
        }

        byte[] home = _blocks[index] ??= _spare is { Count: > 0 } ? _spare.Dequeue() : new byte[BlockSize];
        return home.AsSpan((int)within);
    }

    private void MakeRoomForBlocks()
    {
        int used = _blocks.Length - _firstBlock;
        byte[][] target = used >= _blocks.Length / 2 ? new byte[Math.Max(4, _blocks.Length * 2)][] : _blocks;
        Array.Copy(_blocks, _firstBlock, target, 0, used);
        Array.Clear(target, used, target.Length - used);
        _blocks = target;
        _firstBlock = 0;
    }
}
