using System;
using System.Collections.Generic;
using System.Globalization;
using Experiments.Composition.Live;
using Protocols.Core;

namespace Experiments.Cli;

/// <summary>Shows how a role gets on: a block that is drawn anew where a person watches, else a line a second.</summary>
internal sealed class LiveDisplay(Terminal terminal)
{
    private LiveProgress _previous = new(Duration.Zero, 0, 0, [], []);
    private int _linesDrawn;

    /// <summary>Shows the progress of the last second.</summary>
    public void Show(LiveProgress progress)
    {
        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"{progress.Elapsed.Seconds,7:0.0} s  in {Rate(progress, read: true)}  out {Rate(progress, read: false)}"),
            "  " + string.Join(", ", progress.Details),
        ];
        _previous = progress;
        if (!terminal.IsWatched)
        {
            terminal.Error.WriteLine(string.Join(' ', lines));
            return;
        }

        foreach (string transport in progress.Transports)
        {
            lines.Add("  " + transport);
        }

        Erase();
        lines.ForEach(terminal.Error.WriteLine);
        _linesDrawn = lines.Count;
    }

    /// <summary>Shows how it stood at the end, for good.</summary>
    public void ShowEnd(LiveProgress last)
    {
        Erase();
        double seconds = last.Elapsed.Seconds;
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds:0.0} s: {new ByteSize(last.BytesRead)} in, {new ByteSize(last.BytesWritten)} out, {string.Join(", ", last.Details)}"));
    }

    // ECMA-48: CUU, cursor up; ED, erase to the end of the display.
    private void Erase()
    {
        if (_linesDrawn > 0)
        {
            terminal.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\e[{_linesDrawn}A\e[J"));
            _linesDrawn = 0;
        }
    }

    private string Rate(LiveProgress progress, bool read)
    {
        long bytes = read ? progress.BytesRead - _previous.BytesRead : progress.BytesWritten - _previous.BytesWritten;
        double seconds = Math.Max((progress.Elapsed - _previous.Elapsed).Seconds, 0.001);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes * 8 / seconds / 1e6,6:0.00} Mbit/s");
    }
}
