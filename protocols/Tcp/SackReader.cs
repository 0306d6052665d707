using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>
/// Applies the SACK blocks of acknowledgments to the scoreboard (RFC 2018, RFC 2883; tcp_sacktag_write_queue).
/// </summary>
internal sealed class SackReader
{
    private SackBlocks _previous;
    private int _previousCount;
    private uint _highestEnd;
    private bool _hasHighest;

    /// <summary>
    /// Whether something behind the segment that starts at <paramref name="start"/> was already reported as received.
    /// </summary>
    public bool IsBelowHighest(uint start) => _hasHighest && (int)(_highestEnd - start) > 0;

    /// <summary>Marks the segments that the blocks cover.</summary>
    /// <param name="sender">Whose segments.</param>
    /// <param name="blocks">The blocks as low halves of stream positions; at least one.</param>
    /// <param name="ack">The cumulative acknowledgment beside them.</param>
    /// <param name="now">The time now.</param>
    /// <param name="isDuplicateReport">Whether the first block reports a duplicate.</param>
    /// <param name="newestSentAt">
    /// When the newest of the marked segments was sent, among those sent only once; -1 without one.
    /// </param>
    public void Read(
        TcpSender sender,
        ReadOnlySpan<SackBlock> blocks,
        long ack,
        Instant now,
        out bool isDuplicateReport,
        out long newestSentAt)
    {
        newestSentAt = -1;
        isDuplicateReport = IsDuplicateReport(blocks, (uint)ack);
        for (int i = isDuplicateReport ? 1 : 0; i < blocks.Length; i++)
        {
            SackBlock block = blocks[i];
            if (IsPlausible(block, sender))
            {
                Mark(sender, SkipKnown(block), now, ref newestSentAt);
            }
        }

        _previousCount = blocks.Length;
        blocks.CopyTo(_previous);
    }

    // RFC 2883, 4: the first block reports a duplicate when it lies below the cumulative ACK or inside the second
    // block.
    private static bool IsDuplicateReport(ReadOnlySpan<SackBlock> blocks, uint ack)
    {
        SackBlock first = blocks[0];
        bool isBelowAck = (int)(ack - first.Right) >= 0;
        bool isInsideSecond = blocks.Length > 1
            && (int)(first.Left - blocks[1].Left) >= 0
            && (int)(blocks[1].Right - first.Right) >= 0;
        return isBelowAck || isInsideSecond;
    }

    private static bool IsPlausible(SackBlock block, TcpSender sender)
    {
        int length = (int)(block.Right - block.Left);
        return length > 0
            && (int)((uint)sender.Next - block.Right) >= 0
            && (int)(block.Right - (uint)sender.Unacknowledged) > 0;
    }

    // Blocks mostly grow at their right end: what the previous acknowledgment already said need not be walked again.
    private SackBlock SkipKnown(SackBlock block)
    {
        for (int i = 0; i < _previousCount; i++)
        {
            if (_previous[i].Left == block.Left && (int)(block.Right - _previous[i].Right) >= 0)
            {
                return block with { Left = _previous[i].Right };
            }
        }

        return block;
    }

    private void Mark(TcpSender sender, SackBlock block, Instant now, ref long newestSentAt)
    {
        ref Scoreboard segments = ref sender.Segments;
        for (int i = segments.IndexOf(block.Left); i < segments.Count; i++)
        {
            ref SentSegment segment = ref segments[i];
            bool isCovered = (int)(segment.Start - block.Left) >= 0
                && (int)(block.Right - (segment.Start + segment.Length)) >= 0;
            if (!isCovered)
            {
                if ((int)(block.Right - segment.Start) <= 0)
                {
                    break;
                }

                continue;
            }

            if ((segment.Status & SegmentStatus.Sacked) != 0)
            {
                continue;
            }

            if ((segment.Status & SegmentStatus.EverRetransmitted) == 0)
            {
                newestSentAt = Math.Max(newestSentAt, segment.SentAt);
                if (IsBelowHighest(segment.Start))
                {
                    sender.Rack.OnReordering();
                }
            }

            sender.Deliveries?.OnDelivered(i, segment.SentAt);
            sender.Rack.OnDelivered(in segment, now, sender.MinimumRtt);
            segments.MarkSacked(ref segment);
        }

        if (!_hasHighest || (int)(block.Right - _highestEnd) > 0)
        {
            _highestEnd = block.Right;
            _hasHighest = true;
        }
    }
}
