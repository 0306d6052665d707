using System;
using System.Collections.Generic;
using System.Linq;
using Results.Recording;
using Results.Statistics;

namespace Results.Figures;

/// <summary>
/// The figure of the paper (its Figure 3): the outgoing rate of each interface at the host that pushes the stream,
/// and the incoming rate of each interface at the host that plays it.
/// </summary>
/// <remarks>
/// Where nobody pushes, the host that sent most bytes takes that place, and where nobody plays, the one that received
/// most. Several players on several hosts get a panel each, up to <see cref="MostPanels"/> panels in all.
/// </remarks>
public static class NicRatesFigure
{
    /// <summary>The name of its files.</summary>
    public const string FileName = "nic-rates";

    /// <summary>More panels than this do not fit on a page.</summary>
    public const int MostPanels = 4;

    /// <summary>The figure's data; null for a run without interfaces.</summary>
    public static TimeFigure? Of(RunRecord run)
    {
        if (run.Nics.Count == 0)
        {
            return null;
        }

        IEnumerable<FigurePanel> outgoing = Hosts(run, run.Sources.Select(source => source.Host), nic => nic.TxBytes)
            .Select(host => Panel(run, host, "outgoing", NicRates.Outgoing));
        IEnumerable<FigurePanel> incoming = Hosts(run, run.Players.Select(player => player.Host), nic => nic.RxBytes)
            .Select(host => Panel(run, host, "incoming", NicRates.Incoming));
        return new TimeFigure
        {
            FileName = FileName,
            Description = "Rate of each network interface over time, in Mbit/s.",
            EndSeconds = run.Duration.Seconds,
            Phases = TimeFigure.PhasesOf(run),
            Events = TimeFigure.EventsOf(run),
            Panels = [.. outgoing.Take(MostPanels / 2), .. incoming.Take(MostPanels / 2)],
        };
    }

    private static List<string> Hosts(
        RunRecord run, IEnumerable<string> hosts, Func<NicSample, long> bytes)
    {
        List<string> named = [.. hosts.Distinct().Where(host => run.Nics.Any(nic => nic.Host == host))];
        if (named.Count > 0)
        {
            return named;
        }

        return [run.Nics.GroupBy(nic => nic.Host)
            .MaxBy(nics => nics.Sum(nic => nic.Samples.Count > 0 ? bytes(nic.Samples[^1]) : 0))!.Key];
    }

    private static FigurePanel Panel(
        RunRecord run, string host, string direction, Func<NicRecord, RunRecord, IReadOnlyList<RatePoint>> rates)
    {
        IEnumerable<NicRecord> nics = run.Nics.Where(nic => nic.Host == host);
        return new FigurePanel
        {
            Title = $"{FigureText.Capitalised(host)}: {direction} rate",
            YLabel = "Mbit/s",
            Series = [.. nics.Select(nic => Series(nic.Name, rates(nic, run)))],
        };
    }

    private static FigureSeries Series(string name, IReadOnlyList<RatePoint> points) => new(
        name,
        [.. points.Select(point => point.MiddleSeconds)],
        [.. points.Select(point => point.MegabitsPerSecond)]);
}
