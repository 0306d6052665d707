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
    private long _reportedDuplicates;

    /// <summary>
    /// The end of the highest segment that was reported whole, as the low half of a stream position; null before the first
    /// (tcp_highest_sack_seq).
    /// </summary>
    public uint? HighestEnd => _hasHighest ? _highestEnd : null;

    /// <summary>
    /// Whether something behind the segment that starts at <paramref name="start"/> was already reported as received.
    /// </summary>
    public bool IsBelowHighest(uint start) => _hasHighest && (int)(_highestEnd - start) > 0;

    /// <summary>Marks the segments that the blocks cover.</summary>
    /// <param name="sender">Whose segments.</param>
    /// <param name="blocks">The blocks as low halves of stream positions; at least one.</param>
    /// <param name="ack">The cumulative acknowledgment beside them.</param>
    /// <param name="now">The time now.</param>
    /// <returns>What they said beside that.</returns>
    public SackReport Read(TcpSender sender, ReadOnlySpan<SackBlock> blocks, long ack, Instant now)
    {
        SackReport report = SackReport.None;
        bool isDuplicateReport = IsDuplicateReport(blocks, (uint)ack);
        if (isDuplicateReport)
        {
            OnDuplicateReport(sender, blocks[0], ref report);
        }

        for (int i = isDuplicateReport ? 1 : 0; i < blocks.Length; i++)
        {
            SackBlock block = blocks[i];
            if (IsPlausible(block, sender))
            {
                Mark(sender, block, NewIn(block), now, ref report);
            }
        }

        _previousCount = blocks.Length;
        blocks.CopyTo(_previous);
        return report;
    }

    // tcp_dsack_seen and tcp_check_dsack.
    private void OnDuplicateReport(TcpSender sender, SackBlock block, ref SackReport report)
    {
        int length = (int)(block.Right - block.Left);
        if (length <= 0 || length > sender.WindowEnd - sender.Unacknowledged + ushort.MaxValue)
        {
            return;
        }

        // What this end has never sent twice was duplicated by the network: it says nothing about retransmissions.
        int segments = (length + sender.MaximumPayload - 1) / sender.MaximumPayload;
        _reportedDuplicates += segments;
        if (_reportedDuplicates > sender.RetransmittedSegments)
        {
            return;
        }

        long end = SequenceNumber.Unwrap(block.Right, sender.Unacknowledged);
        report.HasDuplicate = true;
        report.RepeatsProbe = segments == 1 && sender.Probe.IsOutstanding && end == sender.Probe.End;
        if (!report.RepeatsProbe)
        {
            sender.Rack.OnDuplicateReport((uint)sender.Unacknowledged, (uint)sender.Next);
        }

        sender.Recovery.OnDuplicateReport(end, segments);
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

    // Where the news of a block begins. Blocks mostly grow at their right end: what the previous acknowledgment already said need not
    // be walked again, but for the segment that it covered a part of (tcp_sacktag_skip).
    private uint NewIn(SackBlock block)
    {
        for (int i = 0; i < _previousCount; i++)
        {
            if (_previous[i].Left == block.Left && (int)(block.Right - _previous[i].Right) >= 0)
            {
                return _previous[i].Right;
            }
        }

        return block.Left;
    }

    private void Mark(TcpSender sender, SackBlock block, uint from, Instant now, ref SackReport report)
    {
        ref Scoreboard segments = ref sender.Segments;
        for (int i = segments.IndexOf(from); i < segments.Count; i++)
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
                report.OnOriginal(segment.SentAt);
                sender.Recovery.OnOriginalDelivered(SequenceNumber.Unwrap(segment.Start, sender.Next) + segment.Length);
                if (IsBelowHighest(segment.Start))
                {
                    sender.Rack.OnReordering();
                }
            }

            sender.Deliveries?.OnDelivered(i, segment.SentAt);
            sender.Rack.OnDelivered(in segment, now, sender.MinimumRtt);
            segments.MarkSacked(ref segment);
            uint end = segment.Start + segment.Length;
            if (!_hasHighest || (int)(end - _highestEnd) > 0)
            {
                _highestEnd = end;
                _hasHighest = true;
            }
        }
    }
}
