using System;
using Protocols.Congestion;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>
/// Recovery without SACK (RFC 5681, 3.2, and RFC 6582): every duplicate acknowledgment stands for a segment that has
/// arrived, nobody knows which (Linux's Reno SACK emulation: tcp_add_reno_sack, tcp_newreno_mark_lost).
/// </summary>
internal static class DuplicateAcks
{
    private const int Threshold = 3;

    /// <summary>Counts an acknowledgment.</summary>
    /// <param name="sender">Whose segments.</param>
    /// <param name="acked">How many segments it acknowledged; they are removed already.</param>
    /// <param name="isDuplicate">Whether it brought nothing new.</param>
    /// <returns>How many segments it delivered.</returns>
    public static int Count(TcpSender sender, int acked, bool isDuplicate)
    {
        ref Scoreboard segments = ref sender.Segments;
        if (acked > 0)
        {
            // One of them filled the gap; the others were those that the duplicates stood for.
            int delivered = Math.Max(acked - segments.AssumedSacked, 1);
            bool keeps = sender.State >= CongestionState.Recovery && sender.Unacknowledged < sender.Recovery.End;
            segments.AssumedSacked = keeps ? Limited(in segments, Math.Max(segments.AssumedSacked - (acked - 1), 0)) : 0;
            return delivered;
        }

        if (!isDuplicate)
        {
            return 0;
        }

        int before = segments.AssumedSacked;
        segments.AssumedSacked = Limited(in segments, before + 1);
        return Math.Max(segments.AssumedSacked - before, 0);
    }

    /// <summary>Takes the oldest segment for lost, if the acknowledgments say so.</summary>
    /// <returns>1 if they do.</returns>
    public static int MarkLost(ref Scoreboard segments, CongestionState state, bool advances)
    {
        bool begins = state < CongestionState.Recovery && segments.Sacked >= Threshold;
        bool continues = state == CongestionState.Recovery && advances;
        ref SentSegment oldest = ref segments[0];
        if (!(begins || continues) || (oldest.Status & SegmentStatus.Lost) != 0)
        {
            return 0;
        }

        segments.MarkLost(ref oldest);
        return 1;
    }

    // tcp_limit_reno_sacked: at least the lost ones, or one, have not arrived.
    private static int Limited(ref readonly Scoreboard segments, int sacked) =>
        Math.Min(sacked, Math.Max(segments.Count - Math.Max(segments.Lost, 1), 0));
}
