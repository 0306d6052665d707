using Protocols.Core;
using Results.Recording;

namespace Results.Statistics;

/// <summary>
/// The part of a run over which means and ratios are taken: from the end of the warm-up to the end of the run.
/// </summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
internal readonly record struct MeasuredWindow(Instant From, Instant To)
{
    public static MeasuredWindow Of(RunRecord run) => new(Instant.Zero + run.WarmUp, Instant.Zero + run.Duration);

    public bool Contains(Instant at) => at >= From && at <= To;
}
