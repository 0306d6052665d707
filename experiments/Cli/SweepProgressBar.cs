using System;
using Experiments.Sweep;
using Spectre.Console;

namespace Experiments.Cli;

/// <summary>Tells how a sweep goes on as a bar that grows.</summary>
/// <param name="bars">Where bars are drawn.</param>
/// <param name="clock">The clock on the wall.</param>
internal sealed class SweepProgressBar(ProgressContext bars, TimeProvider clock) : ISweepObserver
{
    private readonly SweepPace _pace = new(clock);
    private readonly ProgressTask _bar = bars.AddTask("");

    /// <inheritdoc/>
    public void Planned(int runs, int finished)
    {
        _pace.Plan(runs, finished);
        _bar.MaxValue = Math.Max(runs, 1);
        Show();
    }

    /// <inheritdoc/>
    public void Finished(SweepRun run, string? failure)
    {
        _pace.Finish();
        Show();
    }

    private void Show()
    {
        _bar.Value = _pace.Finished;
        _bar.Description = _pace.ToString();
    }
}
