using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>
/// Decides which segment goes out next: what is lost first, then new data, else a loss probe (tcp_write_xmit).
/// </summary>
internal struct SegmentPicker
{
    private int _retransmitFrom;
    private long _smallSegmentEnd;
    private bool _isBlocked;
    private GsoPacket _gso;

    /// <summary>
    /// Whether new data goes before what is lost, until the next acknowledgment: F-RTO, step 2.b (RFC 5682, 3.1).
    /// </summary>
    public bool PrefersNew { get; set; }

    /// <summary>Picks the next segment.</summary>
    public bool TryPick(TcpSender sender, Instant now, out SegmentToSend segment)
    {
        bool hasRoom = sender.CongestionWindow.Packets > sender.Segments.InFlight;
        if (sender.Segments.Lost == 0 && sender.HasFullSegment)
        {
            // Mostly there is room for a full segment of new data, and nothing stands in its way.
            segment = new SegmentToSend(sender.Next, sender.MaximumPayload, Fin: false, -1);
            return true;
        }

        bool mayRepeat = hasRoom && sender.Segments.Lost > 0 && !TriesNewFirst(sender);
        if (mayRepeat && TryPickLost(sender, out segment))
        {
            return true;
        }

        bool probes = sender.Probe.IsDue;
        if (sender.Next < sender.SendEnd && TryPickNew(sender, now, hasRoom || probes, out segment))
        {
            return true;
        }

        if (probes && sender.Segments.Count > 0)
        {
            sender.Probe.RepeatData();
            segment = Existing(sender, sender.Segments.Count - 1);
            return true;
        }

        segment = default;
        return false;
    }

    /// <summary>Segments were taken for lost: any of them may be the first to send again.</summary>
    public void OnLoss() => _retransmitFrom = 0;

    /// <summary>The oldest segments were acknowledged.</summary>
    public void OnAcknowledged(int count) => _retransmitFrom = Math.Max(_retransmitFrom - count, 0);

    /// <summary>A segment was sent again.</summary>
    public void OnRetransmitted(int index) => _retransmitFrom = index + 1;

    /// <summary>A segment of new data that was not full was sent; it ends here.</summary>
    public void OnSmallSegment(long end) => _smallSegmentEnd = end;

    /// <summary>Whether a full segment of new data, about to be sent, carries PSH as the last one of several.</summary>
    public bool EndsGsoPacket(TcpSender sender) =>
        sender.Config.PushesGsoPackets && sender.Held is not { IsPaced: true } && _gso.EndsWith(sender);

    /// <summary>Whether the congestion window has held back new data since this was last asked.</summary>
    public bool TakeBlocked()
    {
        _gso.End();
        bool isBlocked = _isBlocked;
        _isBlocked = false;
        return isBlocked;
    }

    // If there is no new data to ask with, nothing is left but to send the rest again.
    private bool TriesNewFirst(TcpSender sender)
    {
        bool hasAsked = sender.Next > sender.Recovery.End;
        bool canAsk = sender.Next < sender.SendEnd && !sender.IsWindowClosed;
        PrefersNew &= hasAsked || canAsk;
        return PrefersNew;
    }

    private bool TryPickLost(TcpSender sender, out SegmentToSend segment)
    {
        ref Scoreboard segments = ref sender.Segments;
        for (int i = _retransmitFrom; i < segments.Count; i++)
        {
            if ((segments[i].Status & (SegmentStatus.Lost | SegmentStatus.Retransmitted)) == SegmentStatus.Lost)
            {
                segment = Existing(sender, i);
                return true;
            }
        }

        _retransmitFrom = segments.Count;
        segment = default;
        return false;
    }

    private bool TryPickNew(TcpSender sender, Instant now, bool hasRoom, out SegmentToSend segment)
    {
        long start = sender.Next;
        int length = (int)Math.Min(sender.MaximumPayload, sender.WriteEnd - start);
        if (start + length > sender.WindowEnd)
        {
            sender.ProbeClosedWindow(now);
            segment = default;
            return false;
        }

        if (!hasRoom)
        {
            _isBlocked = true;
            segment = default;
            return false;
        }

        // Nagle's algorithm in Minshall's form: one small segment in flight at a time (tcp_minshall_check).
        bool fin = sender.FinQueued && start + length == sender.WriteEnd;
        bool waitsForMore = length < sender.MaximumPayload && !fin && !sender.NoDelay
            && _smallSegmentEnd > sender.Unacknowledged;
        segment = new SegmentToSend(start, length, fin, -1);
        return !waitsForMore;
    }

    private static SegmentToSend Existing(TcpSender sender, int index)
    {
        ref readonly SentSegment known = ref sender.Segments[index];
        bool fin = (known.Status & SegmentStatus.Fin) != 0;
        long start = SequenceNumber.Unwrap(known.Start, sender.Unacknowledged);
        return new SegmentToSend(start, known.Length - (fin ? 1 : 0), fin, index);
    }
}
