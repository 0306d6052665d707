using System.Collections.Generic;
using System.Linq;
using Results.Recording;

namespace Results.Statistics;

/// <summary>What one interface sent and received, in numbers.</summary>
public sealed class NicSummary
{
    /// <summary>The name in results: <c>push.nic1</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Bytes sent over the whole run.</summary>
    public required long TxBytes { get; init; }

    /// <summary>Bytes received over the whole run.</summary>
    public required long RxBytes { get; init; }

    /// <summary>Mean outgoing rate in each phase.</summary>
    public required IReadOnlyList<double> TxMegabitsPerSecond { get; init; }

    /// <summary>Mean incoming rate in each phase.</summary>
    public required IReadOnlyList<double> RxMegabitsPerSecond { get; init; }

    /// <summary>The highest outgoing rate in any bin of <see cref="NicRates"/>.</summary>
    public required double PeakTxMegabitsPerSecond { get; init; }

    internal static NicSummary Of(NicRecord nic, RunRecord run)
    {
        CounterSeries sent = CounterSeries.Of(nic.Samples, sample => sample.At, sample => sample.TxBytes);
        CounterSeries received = CounterSeries.Of(nic.Samples, sample => sample.At, sample => sample.RxBytes);
        NicSample last = nic.Samples.Count > 0 ? nic.Samples[^1] : default;
        return new NicSummary
        {
            Key = nic.Key,
            TxBytes = last.TxBytes,
            RxBytes = last.RxBytes,
            TxMegabitsPerSecond = [.. run.Phases.Select(phase => sent.MegabitsPerSecond(phase.From, phase.To))],
            RxMegabitsPerSecond = [.. run.Phases.Select(phase => received.MegabitsPerSecond(phase.From, phase.To))],
            PeakTxMegabitsPerSecond =
                NicRates.Outgoing(nic, run).Select(point => point.MegabitsPerSecond).DefaultIfEmpty(0).Max(),
        };
    }
}
