using System;
using System.Collections.Generic;
using Protocols.Core;
using Results.Recording;

namespace Results.Statistics;

/// <summary>The rates of an interface over time, in bins of half a second: what the paper's Figure 3 shows.</summary>
public static class NicRates
{
    /// <summary>The width of a bin unless the samples are further apart: bwm-ng's own default.</summary>
    public static readonly Duration BinWidth = Duration.FromMilliseconds(500);

    /// <summary>The rate at which the interface sent, bin by bin from the start of the run to its end.</summary>
    public static IReadOnlyList<RatePoint> Outgoing(NicRecord nic, RunRecord run) =>
        Rates(CounterSeries.Of(nic.Samples, sample => sample.At, sample => sample.TxBytes), run);

    /// <summary>The rate at which it received, bin by bin.</summary>
    public static IReadOnlyList<RatePoint> Incoming(NicRecord nic, RunRecord run) =>
        Rates(CounterSeries.Of(nic.Samples, sample => sample.At, sample => sample.RxBytes), run);

    private static List<RatePoint> Rates(CounterSeries bytes, RunRecord run)
    {
        Duration width = new(Math.Max(BinWidth.Picoseconds, run.Interval.Picoseconds));
        Instant end = Instant.Zero + run.Duration;
        List<RatePoint> points = [];
        for (Instant from = Instant.Zero; from < end; from += width)
        {
            Instant to = Instant.Min(from + width, end);
            points.Add(new RatePoint(from, to, bytes.MegabitsPerSecond(from, to)));
        }

        return points;
    }
}
