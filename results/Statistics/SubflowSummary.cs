using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Results.Recording;

namespace Results.Statistics;

/// <summary>What one subflow carried, in numbers.</summary>
public sealed class SubflowSummary
{
    /// <summary>The sending end, address and port.</summary>
    public required string Local { get; init; }

    /// <summary>The receiving end, address and port.</summary>
    public required string Remote { get; init; }

    /// <summary>The path in words, <c>push.nic1 - server.nic2</c>; null where the ends cannot be named.</summary>
    public required string? Path { get; init; }

    /// <summary>Payload sent over the whole run, retransmissions included.</summary>
    public required long SentBytes { get; init; }

    /// <summary>Payload that arrived at the other end, each byte once.</summary>
    public required long DeliveredBytes { get; init; }

    /// <summary>
    /// Payload acknowledged per second of the measured window; null where the subflow was not sampled.
    /// </summary>
    public required double? GoodputMegabitsPerSecond { get; init; }

    /// <summary>
    /// The mean of the smoothed round-trip time over the samples of the measured window; null where none was
    /// measured.
    /// </summary>
    public required double? MeanSrttMilliseconds { get; init; }

    /// <summary>The mean congestion window over the samples of the measured window; null without samples.</summary>
    public required double? MeanCwndPackets { get; init; }

    /// <summary>Segments sent again over the whole run.</summary>
    public required long RetransmittedSegments { get; init; }

    /// <summary>Retransmission timeouts over the whole run.</summary>
    public required long Timeouts { get; init; }

    internal static SubflowSummary Of(SubflowRecord subflow, RunRecord run)
    {
        MeasuredWindow window = MeasuredWindow.Of(run);
        List<SubflowSample> samples = [.. subflow.Samples.Where(sample => window.Contains(sample.At))];
        CounterSeries acked = CounterSeries.Of(subflow.Samples, sample => sample.At, sample => sample.AckedBytes);
        return new SubflowSummary
        {
            Local = subflow.Local,
            Remote = subflow.Remote,
            Path = subflow.Path,
            SentBytes = subflow.SentBytes,
            DeliveredBytes = subflow.DeliveredBytes,
            GoodputMegabitsPerSecond = acked.Count > 0 ? acked.MegabitsPerSecond(window.From, window.To) : null,
            MeanSrttMilliseconds = samples.Where(sample => sample.Srtt > Duration.Zero)
                .Select(sample => (double?)sample.Srtt.Milliseconds).Average(),
            MeanCwndPackets = samples.Select(sample => (double?)sample.CwndPackets).Average(),
            RetransmittedSegments = subflow.RetransmittedSegments,
            Timeouts = subflow.Timeouts,
        };
    }
}
