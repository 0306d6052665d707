using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Results.Recording;

namespace Results.Statistics;

/// <summary>What one direction of one link carried, in numbers.</summary>
public sealed class LinkSummary
{
    /// <summary>The name in results: <c>core.r1-r2</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The share of the capacity that was used in the measured window; null on an unlimited link.</summary>
    public required double? Utilisation { get; init; }

    /// <summary>Packets that got through, over the whole run.</summary>
    public required long SentPackets { get; init; }

    /// <summary>Packets that were lost, over the whole run.</summary>
    public required long DroppedPackets { get; init; }

    /// <summary>
    /// Lost packets among all that were given to the link in the measured window, from 0 to 1; 0 without packets.
    /// </summary>
    public required double LossRatio { get; init; }

    /// <summary>
    /// The mean time that packets accepted in the measured window waited before their transmission began (Wq of queueing theory); where
    /// the link does not count that, the time it would have taken to send what waited, over the samples. 0 on an unlimited link.
    /// </summary>
    public required double MeanQueueMilliseconds { get; init; }

    internal static LinkSummary Of(LinkRecord link, RunRecord run)
    {
        MeasuredWindow window = MeasuredWindow.Of(run);
        IReadOnlyList<LinkSample> samples = link.Samples;
        LinkSample last = samples.Count > 0 ? samples[^1] : default;
        double sent = CounterSeries.Of(samples, sample => sample.At, sample => sample.SentPackets)
            .Growth(window.From, window.To);
        double dropped = CounterSeries.Of(samples, sample => sample.At, sample => sample.DroppedPackets)
            .Growth(window.From, window.To);
        double sentBits = 8 * CounterSeries.Of(samples, sample => sample.At, sample => sample.SentBytes)
            .Growth(window.From, window.To);
        double capacityBits = link.CapacityBits(window.From, window.To);
        return new LinkSummary
        {
            Key = link.Key,
            Utilisation = capacityBits > 0 ? sentBits / capacityBits : null,
            SentPackets = last.SentPackets,
            DroppedPackets = last.DroppedPackets,
            LossRatio = sent + dropped > 0 ? dropped / (sent + dropped) : 0,
            MeanQueueMilliseconds = MeanQueue(link, window),
        };
    }

    private static double MeanQueue(LinkRecord link, MeasuredWindow window)
    {
        double packets = CounterSeries.Of(link.Samples, sample => sample.At, sample => sample.QueuedPackets)
            .Growth(window.From, window.To);
        double waited = CounterSeries.Of(link.Samples, sample => sample.At, sample => sample.QueueingTime.Picoseconds)
            .Growth(window.From, window.To);
        return packets > 0
            ? new Duration((long)(waited / packets)).Milliseconds
            : link.Samples.Where(sample => window.Contains(sample.At))
                .Select(sample => QueueMilliseconds(link, sample)).DefaultIfEmpty(0).Average();
    }

    private static double QueueMilliseconds(LinkRecord link, LinkSample sample)
    {
        BitRate rate = link.Rates.LastOrDefault(step => step.At <= sample.At).Rate;
        return rate.BitsPerSecond > 0 ? sample.QueueBytes * 8e3 / rate.BitsPerSecond : 0;
    }
}
