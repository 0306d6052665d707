using System;
using System.IO;
using Experiments.Sweep;

namespace Experiments.Cli;

/// <summary>Tells how a sweep goes on where lines stay: one every ten seconds.</summary>
/// <param name="writer">Where to.</param>
/// <param name="clock">The clock on the wall.</param>
internal sealed class SweepProgressLines(TextWriter writer, TimeProvider clock) : ISweepObserver
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(10);

    private readonly SweepPace _pace = new(clock);
    private TimeSpan _next = _pause;

    /// <inheritdoc/>
    public void Planned(int runs, int finished) => _pace.Plan(runs, finished);

    /// <inheritdoc/>
    public void Finished(SweepRun run, string? failure)
    {
        _pace.Finish();
        if (_pace.Elapsed >= _next)
        {
            writer.WriteLine(_pace);
            _next = _pace.Elapsed + _pause;
        }
    }
}
