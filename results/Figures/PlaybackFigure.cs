using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Results.Recording;
using Results.Statistics;

namespace Results.Figures;

/// <summary>
/// What a viewer's player went through: the media in its buffer with the stalls, and how long it waited for frames.
/// </summary>
public static class PlaybackFigure
{
    // A stream has a hundred frames a second and a figure a few hundred points: each stands for this much time.
    private static readonly Duration _bin = Duration.FromMilliseconds(500);

    /// <summary>The figure's data; null for a player that never received a frame.</summary>
    public static TimeFigure? Of(RunRecord run, PlayerRecord player)
    {
        if (player.Log.Count == 0)
        {
            return null;
        }

        return new TimeFigure
        {
            FileName = RunFolder.FileNameFor($"playback-{player.Name}"),
            Description = $"Playback buffer of {player.Name} and its waits for frames over time, in seconds.",
            EndSeconds = run.Duration.Seconds,
            Phases = TimeFigure.PhasesOf(run),
            Events = TimeFigure.EventsOf(run),
            Panels =
            [
                new FigurePanel
                {
                    Title = $"{FigureText.Capitalised(player.Name)}: media in the playback buffer",
                    YLabel = "media in s",
                    Series = [Buffer(player)],
                    Alarms = [.. player.Stalls.Select(stall =>
                        new FigureSpan(stall.From.Seconds, stall.To.Seconds, "stall"))],
                },
                new FigurePanel
                {
                    Title = $"{FigureText.Capitalised(player.Name)}: longest wait for a frame in each half second",
                    YLabel = "wait in s",
                    Series = [Waits(run, player)],
                    Stems = true,
                },
            ],
        };
    }

    // The level after the last frame of each bin; where frames stayed away for longer, also the level they found: while
    // it plays, a player eats one second of media a second.
    private static FigureSeries Buffer(PlayerRecord player)
    {
        List<double> seconds = [];
        List<double> levels = [];
        Instant playsFrom = player.Startup is Duration startup ? player.StartedAt + startup : Instant.Never;
        for (int i = 0; i < player.Log.Count; i++)
        {
            PlaybackEntry entry = player.Log[i];
            PlaybackEntry before = player.Log[Math.Max(i - 1, 0)];
            Duration gap = entry.At - before.At;
            if (gap > _bin && before.At >= playsFrom)
            {
                Duration found = Duration.Max(before.Buffer - gap, Duration.Zero);
                Add(before.At + Duration.Min(before.Buffer, gap), found);
                Add(entry.At, found);
            }

            if (i + 1 == player.Log.Count || BinOf(player.Log[i + 1].At) != BinOf(entry.At))
            {
                Add(entry.At, entry.Buffer);
            }
        }

        return new FigureSeries("buffer", seconds, levels);

        void Add(Instant at, Duration level)
        {
            seconds.Add(at.Seconds);
            levels.Add(level.Seconds);
        }
    }

    private static FigureSeries Waits(RunRecord run, PlayerRecord player)
    {
        List<ArrivalGap> longest = [.. ArrivalGap.Of(player, run)
            .GroupBy(gap => BinOf(gap.To))
            .Select(gaps => gaps.MaxBy(gap => gap.Length))];
        return new FigureSeries(
            "wait",
            [.. longest.Select(gap => gap.To.Seconds)],
            [.. longest.Select(gap => gap.Length.Seconds)]);
    }

    private static long BinOf(Instant at) => at.Picoseconds / _bin.Picoseconds;
}
