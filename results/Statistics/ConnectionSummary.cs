using System.Collections.Generic;
using System.Linq;
using Results.Recording;

namespace Results.Statistics;

/// <summary>What one connection carried, in numbers.</summary>
public sealed class ConnectionSummary
{
    /// <summary>The name in results.</summary>
    public required string Name { get; init; }

    /// <summary>The transport: <c>mptcp</c> or <c>tcp</c>.</summary>
    public required string Transport { get; init; }

    /// <summary>Whether it fell back from MPTCP to plain TCP.</summary>
    public required bool Fallback { get; init; }

    /// <summary>Subflows that were ever established, the first one included; 1 for plain TCP.</summary>
    public required int Subflows { get; init; }

    /// <summary>Bytes the receiving application was given over the whole run.</summary>
    public required long BytesDelivered { get; init; }

    /// <summary>
    /// Payload delivered per second of the measured window; null where the connection was not sampled.
    /// </summary>
    public required double? GoodputMegabitsPerSecond { get; init; }

    /// <summary>Payload delivered per second in each phase; empty where the connection was not sampled.</summary>
    public required IReadOnlyList<double> GoodputMegabitsPerSecondPerPhase { get; init; }

    /// <summary>Segments sent again, all subflows together, over the whole run.</summary>
    public required long RetransmittedSegments { get; init; }

    /// <summary>Bytes sent again on another subflow, over the whole run.</summary>
    public required long ReinjectedBytes { get; init; }

    /// <summary>Bytes the receiver got more than once at the data level, over the whole run.</summary>
    public required long DuplicateBytes { get; init; }

    /// <summary>Its subflows in order of creation.</summary>
    public required IReadOnlyList<SubflowSummary> Subflow { get; init; }

    internal static ConnectionSummary Of(ConnectionRecord connection, RunRecord run)
    {
        MeasuredWindow window = MeasuredWindow.Of(run);
        CounterSeries delivered =
            CounterSeries.Of(connection.Samples, sample => sample.At, sample => sample.DeliveredBytes);
        bool sampled = delivered.Count > 0;
        return new ConnectionSummary
        {
            Name = connection.Name,
            Transport = connection.Transport,
            Fallback = connection.Fallback,
            Subflows = connection.Subflows.Count(subflow => subflow.EstablishedAt is not null),
            BytesDelivered = connection.BytesDelivered,
            GoodputMegabitsPerSecond = sampled ? delivered.MegabitsPerSecond(window.From, window.To) : null,
            GoodputMegabitsPerSecondPerPhase = sampled
                ? [.. run.Phases.Select(phase => delivered.MegabitsPerSecond(phase.From, phase.To))]
                : [],
            RetransmittedSegments = connection.Subflows.Sum(subflow => subflow.RetransmittedSegments),
            ReinjectedBytes = connection.ReinjectedBytes,
            DuplicateBytes = connection.DuplicateBytes,
            Subflow = [.. connection.Subflows.Select(subflow => SubflowSummary.Of(subflow, run))],
        };
    }
}
