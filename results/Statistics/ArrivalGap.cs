using System.Collections.Generic;
using Protocols.Core;
using Results.Recording;

namespace Results.Statistics;

/// <summary>
/// A time in which a player received no frame: between two arrivals, or from the last one to the end of the stream.
/// </summary>
/// <param name="From">When the frame before it arrived.</param>
/// <param name="To">When the frame after it arrived, or when the stream or the run ended.</param>
public readonly record struct ArrivalGap(Instant From, Instant To)
{
    /// <summary>How long nothing came.</summary>
    public Duration Length => To - From;

    /// <summary>All gaps of a player, in order; none before its first frame.</summary>
    public static IEnumerable<ArrivalGap> Of(PlayerRecord player, RunRecord run)
    {
        IReadOnlyList<PlaybackEntry> log = player.Log;
        for (int i = 1; i < log.Count; i++)
        {
            yield return new ArrivalGap(log[i - 1].At, log[i].At);
        }

        Instant end = player.EndedAt ?? (Instant.Zero + run.Duration);
        if (log.Count > 0 && end > log[^1].At)
        {
            yield return new ArrivalGap(log[^1].At, end);
        }
    }

    /// <summary>
    /// The timeline entry that the gap is charged to: the first one inside it, or else the last one before it. An entry
    /// that interrupts the stream gets the gap it caused, however late the stream comes back.
    /// </summary>
    /// <returns>An index into <see cref="RunRecord.Events"/>; -1 for a gap that ended before the first entry.</returns>
    public int ChargedTo(RunRecord run)
    {
        int charged = -1;
        for (int i = 0; i < run.Events.Count && run.Events[i].At <= To; i++)
        {
            charged = i;
            if (run.Events[i].At > From)
            {
                break;
            }
        }

        return charged;
    }
}
