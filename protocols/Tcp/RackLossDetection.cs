using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>Time-based loss detection (RFC 8985, RACK) as in Linux (net/ipv4/tcp_recovery.c).</summary>
/// <remarks>
/// A segment is lost when one sent later has been delivered and a reordering window has passed since.
/// </remarks>
public struct RackLossDetection
{
    private const int ReorderingThreshold = 3;
    private const byte RecoveriesToKeepSteps = 16;
    private static readonly Duration _timerSlack = Duration.FromMilliseconds(2);

    private long _newestSentAt;
    private uint _newestEnd;
    private uint _roundEnd;
    private Duration _rtt;
    private RetransmissionOrder? _retransmissions;
    private int _firstOpen;
    private bool _reorderingSeen;
    private byte _extraSteps;
    private byte _recoveriesLeft;

    /// <summary>The round-trip time of the segment sent last among those delivered.</summary>
    public readonly Duration Rtt => _rtt;

    /// <summary>A segment was delivered (tcp_rack_advance).</summary>
    public void OnDelivered(in SentSegment segment, Instant now, Duration minimumRtt)
    {
        Duration rtt = new(now.Picoseconds - segment.SentAt);

        // A retransmission that is acknowledged sooner than any round trip was not needed: its original arrived.
        if (rtt < minimumRtt && (segment.Status & SegmentStatus.EverRetransmitted) != 0)
        {
            return;
        }

        _rtt = rtt;
        uint end = segment.Start + segment.Length;
        if (segment.SentAt > _newestSentAt || (segment.SentAt == _newestSentAt && (int)(end - _newestEnd) > 0))
        {
            _newestSentAt = segment.SentAt;
            _newestEnd = end;
        }
    }

    /// <summary>
    /// A segment that was never retransmitted was delivered after one behind it (tcp_check_sack_reordering).
    /// </summary>
    public void OnReordering() => _reorderingSeen = true;

    /// <summary>
    /// A retransmission was reported as a duplicate: allows for more reordering, once in a round trip (RFC 8985, 6.2, step
    /// 4; tcp_rack_update_reo_wnd).
    /// </summary>
    /// <param name="acknowledged">The low half of SND.UNA.</param>
    /// <param name="next">The low half of SND.NXT.</param>
    public void OnDuplicateReport(uint acknowledged, uint next)
    {
        bool isNewRound = _recoveriesLeft == 0 || (int)(acknowledged - _roundEnd) >= 0;
        if (_reorderingSeen && isNewRound)
        {
            _extraSteps = (byte)int.Min(_extraSteps + 1, byte.MaxValue - 1);
            _recoveriesLeft = RecoveriesToKeepSteps;
            _roundEnd = next;
        }
    }

    /// <summary>A recovery has ended that was needed: after 16 of them the window is small again.</summary>
    public void OnRecoveryEnd()
    {
        if (_recoveriesLeft > 0 && --_recoveriesLeft == 0)
        {
            _extraSteps = 0;
        }
    }

    /// <summary>A recovery was needless: what was learned is kept for longer.</summary>
    public void OnNeedlessRecovery() =>
        _recoveriesLeft = (byte)int.Min(_recoveriesLeft + 1, RecoveriesToKeepSteps);

    /// <summary>The oldest segments were acknowledged.</summary>
    public void OnAcknowledged(int count) => _firstOpen = Math.Max(_firstOpen - count, 0);

    /// <summary>A segment was sent again.</summary>
    public void OnRetransmitted(in SentSegment segment, in Scoreboard segments)
    {
        _retransmissions ??= new RetransmissionOrder();
        _retransmissions.Add(in segment, in segments);
    }

    /// <summary>An episode of losses has ended: gives back memory that was needed for it only.</summary>
    public readonly void Trim(in Scoreboard segments) => _retransmissions?.Trim(in segments);

    /// <summary>Segments that were taken for received or lost are in flight again.</summary>
    public void LookAtAll() => _firstOpen = 0;

    /// <summary>Marks what must be taken for lost now (tcp_rack_detect_loss).</summary>
    /// <param name="segments">The scoreboard.</param>
    /// <param name="now">The time now.</param>
    /// <param name="inRecovery">Whether the sender is in Recovery or Loss.</param>
    /// <param name="minimumRtt">The smallest round-trip time seen.</param>
    /// <param name="smoothedRtt">The smoothed round-trip time.</param>
    /// <param name="newlyLost">How many segments were marked.</param>
    /// <returns>How long to wait until the next one may be lost; zero when nothing has to be waited for.</returns>
    public Duration DetectLoss(
        ref Scoreboard segments,
        Instant now,
        bool inRecovery,
        Duration minimumRtt,
        Duration smoothedRtt,
        out int newlyLost)
    {
        newlyLost = 0;
        Duration window = ReorderingWindow(segments.Sacked, inRecovery, minimumRtt, smoothedRtt);
        long overdueIfSentBy = now.Picoseconds - _rtt.Picoseconds - window.Picoseconds;
        long lastSentAt = long.MinValue;
        while (_firstOpen < segments.Count && !IsOpenOriginal(segments[_firstOpen].Status))
        {
            _firstOpen++;
        }

        for (int i = _firstOpen; i < segments.Count && WasSentBeforeNewest(in segments[i], out bool isOriginal); i++)
        {
            if (isOriginal)
            {
                Examine(ref segments, i, overdueIfSentBy, ref lastSentAt, ref newlyLost);
            }
        }

        if (_retransmissions is { Count: > 0 } retransmissions)
        {
            ExamineRetransmissions(retransmissions, ref segments, overdueIfSentBy, ref lastSentAt, ref newlyLost);
        }

        return lastSentAt == long.MinValue ? Duration.Zero : new Duration(lastSentAt - overdueIfSentBy) + _timerSlack;
    }

    /// <summary>Whether a segment, sent when it was, would be overdue after a timeout (tcp_rack_skb_timeout).</summary>
    public readonly bool IsOverdue(in SentSegment segment, Instant now, Duration window) =>
        segment.SentAt + _rtt.Picoseconds + window.Picoseconds <= now.Picoseconds;

    /// <summary>How much reordering is allowed for (tcp_rack_reo_wnd).</summary>
    /// <param name="sacked">How many segments the receiver has beyond a gap.</param>
    /// <param name="inRecovery">Whether the sender is in Recovery or Loss.</param>
    /// <param name="minimumRtt">The smallest round-trip time seen.</param>
    /// <param name="smoothedRtt">The smoothed round-trip time.</param>
    public readonly Duration ReorderingWindow(int sacked, bool inRecovery, Duration minimumRtt, Duration smoothedRtt)
    {
        // Without reordering three packets beyond the gap are proof enough, as with duplicate acknowledgments (RFC
        // 8985, 6.2, step 4).
        if (!_reorderingSeen && (inRecovery || sacked >= ReorderingThreshold))
        {
            return Duration.Zero;
        }

        return Duration.Min(minimumRtt / 4 * (_extraSteps + 1), smoothedRtt);
    }

    private readonly void ExamineRetransmissions(
        RetransmissionOrder retransmissions,
        ref Scoreboard segments,
        long overdueIfSentBy,
        ref long lastSentAt,
        ref int newlyLost)
    {
        for (int rank = 0; rank < retransmissions.Count; rank++)
        {
            if (!retransmissions.TryFind(rank, in segments, out int index) || !IsInFlight(segments[index].Status))
            {
                if (rank == 0)
                {
                    retransmissions.RemoveOldest();
                    rank--;
                }
            }
            else if (WasSentBeforeNewest(in segments[index]))
            {
                Examine(ref segments, index, overdueIfSentBy, ref lastSentAt, ref newlyLost);
            }
            else
            {
                break;
            }
        }
    }

    private static void Examine(
        ref Scoreboard segments, int index, long overdueIfSentBy, ref long lastSentAt, ref int newlyLost)
    {
        ref SentSegment segment = ref segments[index];
        if (!IsInFlight(segment.Status))
        {
            return;
        }

        if (segment.SentAt <= overdueIfSentBy)
        {
            segments.MarkLost(ref segment);
            newlyLost++;
        }
        else
        {
            lastSentAt = Math.Max(lastSentAt, segment.SentAt);
        }
    }

    /// <summary>Neither received nor taken for lost without a copy under way.</summary>
    private static bool IsInFlight(SegmentStatus status) =>
        (status & SegmentStatus.Sacked) == 0
        && (status & (SegmentStatus.Lost | SegmentStatus.Retransmitted)) != SegmentStatus.Lost;

    private static bool IsOpenOriginal(SegmentStatus status) =>
        (status & (SegmentStatus.Sacked | SegmentStatus.Lost | SegmentStatus.EverRetransmitted)) == 0;

    /// <summary>
    /// Whether the segments from this one on may have been sent before the newest delivered one. First transmissions
    /// are in order, so one that was sent after it ends the search.
    /// </summary>
    private readonly bool WasSentBeforeNewest(in SentSegment segment, out bool isOriginal)
    {
        isOriginal = (segment.Status & SegmentStatus.EverRetransmitted) == 0;
        return !isOriginal || WasSentBeforeNewest(in segment);
    }

    private readonly bool WasSentBeforeNewest(in SentSegment segment) =>
        segment.SentAt < _newestSentAt
        || (segment.SentAt == _newestSentAt && (int)(_newestEnd - (segment.Start + segment.Length)) > 0);
}
