using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Results.Recording;

namespace Results.Statistics;

/// <summary>What one viewer got, in numbers.</summary>
public sealed class PlayerSummary
{
    /// <summary>The application's name in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>Seconds from asking for the stream to the first picture; null when there never was one.</summary>
    public required double? StartupSeconds { get; init; }

    /// <summary>How often the picture stood still after it had begun to move.</summary>
    public required int Stalls { get; init; }

    /// <summary>How long it stood still altogether.</summary>
    public required double StallTimeSeconds { get; init; }

    /// <summary>The longest time without an arriving frame; null when no frame ever arrived.</summary>
    public required double? LongestGapSeconds { get; init; }

    /// <summary>
    /// For each timeline entry the longest gap charged to it (<see cref="ArrivalGap.ChargedTo"/>); entries at the same
    /// instant share it. 0 when there was none; null when no frame ever arrived.
    /// </summary>
    public required IReadOnlyList<double?> GapAfterEventSeconds { get; init; }

    /// <summary>The worst <see cref="PlaybackEntry.Lateness"/> of any frame; null when no frame ever arrived.</summary>
    public required double? MaxLatenessSeconds { get; init; }

    /// <summary>Frames that arrived.</summary>
    public required long FramesReceived { get; init; }

    /// <summary>Frames its source sent; null where the source is not known.</summary>
    public required long? FramesSent { get; init; }

    /// <summary>The bytes of the frames that arrived.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>Whether every frame arrived as it was sent; null when that was not checked.</summary>
    public required bool? MediaIntact { get; init; }

    /// <summary>SHA-256 of the received media; null when it was not computed.</summary>
    public required string? MediaSha256 { get; init; }

    internal static PlayerSummary Of(PlayerRecord player, RunRecord run)
    {
        bool received = player.Log.Count > 0;
        double?[] afterEvent = new double?[run.Events.Count];
        double longest = 0;
        foreach (ArrivalGap gap in ArrivalGap.Of(player, run))
        {
            longest = double.Max(longest, gap.Length.Seconds);
            int charged = gap.ChargedTo(run);
            if (charged >= 0)
            {
                afterEvent[charged] = double.Max(afterEvent[charged] ?? 0, gap.Length.Seconds);
            }
        }

        return new PlayerSummary
        {
            Name = player.Name,
            StartupSeconds = player.Startup?.Seconds,
            Stalls = player.Stalls.Count,
            StallTimeSeconds = player.Stalls.Sum(stall => stall.Length.Seconds),
            LongestGapSeconds = received ? longest : null,
            GapAfterEventSeconds =
                [.. run.Events.Select(entry => received ? SharedGap(entry.At, run, afterEvent) : null)],
            MaxLatenessSeconds = received ? player.Log.Max(entry => entry.Lateness).Seconds : null,
            FramesReceived = player.Log.Count,
            FramesSent = run.Sources.FirstOrDefault(source => source.Name == player.Source)?.FramesSent,
            BytesReceived = player.Log.Sum(entry => (long)entry.Bytes),
            MediaIntact = player.MediaIntact,
            MediaSha256 = player.MediaSha256,
        };
    }

    private static double? SharedGap(Instant at, RunRecord run, double?[] afterEvent) =>
        afterEvent.Where((_, i) => run.Events[i].At == at).Max() ?? 0;
}
