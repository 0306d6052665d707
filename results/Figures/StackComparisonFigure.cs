using System;
using System.Collections.Generic;
using System.Linq;
using Results.Recording;
using Results.Statistics;

namespace Results.Figures;

/// <summary>The figure of the paper with several stacks in it: a panel for each interface of the pushing and of the playing host.</summary>
public static class StackComparisonFigure
{
    private const string FileName = "stacks";

    /// <summary>The figure's data; null without interfaces.</summary>
    /// <param name="runs">One run of each stack, with the stack's name for the legend; the first one's phases are shown.</param>
    public static TimeFigure? Of(IReadOnlyList<(string Stack, RunRecord Run)> runs)
    {
        RunRecord first = runs[0].Run;
        NicRecord[] nics = [.. Shown(first)];
        if (nics.Length == 0)
        {
            return null;
        }

        return new TimeFigure
        {
            FileName = FileName,
            Description = "Rate of each network interface over time on each stack, in Mbit/s.",
            EndSeconds = first.Duration.Seconds,
            Phases = TimeFigure.PhasesOf(first),
            Events = TimeFigure.EventsOf(first),
            Panels = [.. nics.Select(nic => Panel(nic, Pushes(first, nic), runs))],
        };
    }

    private static IEnumerable<NicRecord> Shown(RunRecord run)
    {
        string[] hosts = [.. run.Sources.Select(source => source.Host).Concat(run.Players.Select(player => player.Host)).Distinct()];
        return run.Nics.Where(nic => hosts.Length == 0 || hosts.Contains(nic.Host)).Take(NicRatesFigure.MostPanels);
    }

    // A host that only plays is looked at from the other side.
    private static bool Pushes(RunRecord run, NicRecord nic) =>
        run.Sources.Any(source => source.Host == nic.Host) || run.Players.All(player => player.Host != nic.Host);

    private static FigurePanel Panel(NicRecord nic, bool isOutgoing, IReadOnlyList<(string Stack, RunRecord Run)> runs)
    {
        Func<NicRecord, RunRecord, IReadOnlyList<RatePoint>> rates = isOutgoing ? NicRates.Outgoing : NicRates.Incoming;
        return new FigurePanel
        {
            Title = $"{nic.Key}: {(isOutgoing ? "outgoing" : "incoming")} rate",
            YLabel = "Mbit/s",
            Series =
            [
                .. runs.SelectMany(run => run.Run.Nics.Where(other => other.Key == nic.Key).Select(other => Series(run.Stack, rates(other, run.Run)))),
            ],
        };
    }

    private static FigureSeries Series(string name, IReadOnlyList<RatePoint> points) => new(
        name, [.. points.Select(point => point.MiddleSeconds)], [.. points.Select(point => point.MegabitsPerSecond)]);
}
