using System.Collections.Generic;
using System.Linq;
using System.Text;
using Results.Recording;
using Results.Statistics;

namespace Results.Figures;

/// <summary>Writes what a reader of a run looks at: the figures as PNG and SVG, and the report.</summary>
public static class RunReport
{
    // Each player has a figure of its own; a hundred of them would take longer than the run.
    private const int MostPlayers = 4;

    /// <summary>
    /// The figures of a run: the rates of its interfaces, and the playback of its first four players.
    /// </summary>
    public static IReadOnlyList<TimeFigure> FiguresOf(RunRecord run) =>
    [
        .. run.Players.Take(MostPlayers).Select(player => PlaybackFigure.Of(run, player))
            .Prepend(NicRatesFigure.Of(run)).OfType<TimeFigure>(),
    ];

    /// <summary>Writes <c>figures/*.png</c>, <c>figures/*.svg</c> and <c>report.html</c>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="summary">Its numbers.</param>
    /// <param name="expectations">What the scenario expects, judged.</param>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="ResultsException">A file cannot be written.</exception>
    public static void Write(
        RunRecord run, RunSummary summary, IReadOnlyList<RunExpectation> expectations, RunFolder folder)
    {
        List<(TimeFigure Figure, string Svg)> drawn = [];
        foreach (TimeFigure figure in FiguresOf(run))
        {
            string svg = TimeFigureRenderer.Svg(figure);
            drawn.Add((figure, svg));
            folder.Write($"figures/{figure.FileName}.svg", stream => stream.Write(Encoding.UTF8.GetBytes(svg)));
            folder.Write($"figures/{figure.FileName}.png", stream => stream.Write(TimeFigureRenderer.Png(figure)));
        }

        string report = ReportWriter.Html(run, summary, expectations, drawn);
        folder.Write(ReportWriter.Name, stream => stream.Write(Encoding.UTF8.GetBytes(report)));
    }

    /// <summary>
    /// Writes them if it can, and nothing if it cannot: all of it can be made again from the other files, so that a full disk does not
    /// cost a finished run its numbers.
    /// </summary>
    /// <returns>Why they could not be written; null when they were.</returns>
    /// <exception cref="ResultsException">What was written so far cannot be removed.</exception>
    public static string? TryWrite(
        RunRecord run, RunSummary summary, IReadOnlyList<RunExpectation> expectations, RunFolder folder)
    {
        try
        {
            Write(run, summary, expectations, folder);
            return null;
        }
        catch (ResultsException error)
        {
            folder.Remove("figures");
            folder.Remove(ReportWriter.Name);
            return error.Message;
        }
    }
}
