using System;
using System.Globalization;

namespace Experiments.Cli;

/// <summary>How fast a sweep goes on and how long it will take.</summary>
/// <param name="clock">The clock on the wall.</param>
internal sealed class SweepPace(TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();
    private int _runs;
    private int _before;

    /// <summary>How many runs are finished, those of earlier processes included.</summary>
    public int Finished { get; private set; }

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>There are so many runs, and so many of them are finished.</summary>
    public void Plan(int runs, int finished)
    {
        _before += finished - Finished;
        _runs = runs;
        Finished = finished;
    }

    /// <summary>One more is finished.</summary>
    public void Finish() => Finished++;

    /// <summary>Prints <c>120 of 2000 runs, 14.8 runs/s, 2:07 left</c>.</summary>
    public override string ToString()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{Finished} of {_runs} runs");
        int here = Finished - _before;
        if (here == 0)
        {
            return text;
        }

        double rate = here / Elapsed.TotalSeconds;
        TimeSpan left = TimeSpan.FromSeconds((_runs - Finished) / rate);
        string time = left.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{left.Minutes}:{left.Seconds:00}");
        return string.Create(CultureInfo.InvariantCulture, $"{text}, {rate:0.0} runs/s, {time} left");
    }
}
