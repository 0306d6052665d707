using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>
/// Chooses the SACK blocks of an acknowledgment: the most recently changed first (RFC 2018, 4), duplicates before all
/// (RFC 2883).
/// </summary>
internal sealed class SackWriter
{
    private const int Remembered = 4;
    private readonly RangeSet.Range[] _recent = new RangeSet.Range[Remembered];
    private int _count;
    private RangeSet.Range _duplicate;

    /// <summary>Whether there is nothing to report.</summary>
    public bool IsEmpty => _count == 0 && _duplicate.End == 0;

    /// <summary>How many blocks there are to report, as far as they fit into so many bytes of options.</summary>
    public int BlocksIn(int room) =>
        Math.Clamp(Math.Min((room - 4) / 8, 4), 0, _count + (_duplicate.End != 0 ? 1 : 0));

    /// <summary>Bytes beyond a gap arrived and now belong to this range.</summary>
    public void OnOutOfOrder(RangeSet.Range range)
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            bool isSwallowed = _recent[i].Start >= range.Start && _recent[i].End <= range.End;
            if (!isSwallowed)
            {
                _recent[kept++] = _recent[i];
            }
        }

        _count = Math.Min(kept + 1, Remembered);
        for (int i = _count - 1; i > 0; i--)
        {
            _recent[i] = _recent[i - 1];
        }

        _recent[0] = range;
    }

    /// <summary>The gap before these positions was filled.</summary>
    public void OnInOrder(long next)
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_recent[i].Start > next)
            {
                _recent[kept++] = _recent[i];
            }
        }

        _count = kept;
    }

    /// <summary>These bytes had arrived before: reported once, with the next acknowledgment.</summary>
    public void OnDuplicate(long start, long end) => _duplicate = new RangeSet.Range(start, end);

    /// <summary>Writes the option and forgets the duplicate.</summary>
    /// <param name="options">Where to.</param>
    /// <param name="initialSequenceNumber">The peer's initial sequence number.</param>
    /// <param name="room">How many bytes of options are free.</param>
    public void Write(ref PacketOptions options, uint initialSequenceNumber, int room)
    {
        int limit = BlocksIn(room);
        int count = 0;
        if (_duplicate.End != 0 && limit > 0)
        {
            options.SackBlocks[count++] = Block(_duplicate, initialSequenceNumber);
        }

        _duplicate = default;
        for (int i = 0; i < _count && count < limit; i++)
        {
            options.SackBlocks[count++] = Block(_recent[i], initialSequenceNumber);
        }

        if (count > 0)
        {
            options.Kinds |= PacketOptionKinds.Sack;
            options.SackCount = (byte)count;
        }
    }

    private static SackBlock Block(RangeSet.Range range, uint initialSequenceNumber) =>
        new(unchecked(initialSequenceNumber + (uint)range.Start), unchecked(initialSequenceNumber + (uint)range.End));
}
