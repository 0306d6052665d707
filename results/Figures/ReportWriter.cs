using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Results.Recording;
using Results.Statistics;

namespace Results.Figures;

/// <summary>
/// Writes <c>report.html</c>: a run for a reader, in one file that needs no other file, no script and no network. The
/// verdict comes first, then rates, figures, viewers and connections, and last what was run and how to repeat it.
/// </summary>
public static class ReportWriter
{
    /// <summary>The file's name in a run's folder.</summary>
    public const string Name = "report.html";

    /// <summary>The page.</summary>
    /// <param name="run">The run.</param>
    /// <param name="summary">Its numbers.</param>
    /// <param name="expectations">What the scenario expects, judged.</param>
    /// <param name="figures">Its figures, each with its SVG document.</param>
    public static string Html(
        RunRecord run,
        RunSummary summary,
        IReadOnlyList<RunExpectation> expectations,
        IReadOnlyList<(TimeFigure Figure, string Svg)> figures)
    {
        HtmlText page = new();
        page.Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Element("title", $"{run.Scenario}: report of a run");
        page.Raw($"<style>\n{ReportStyle.Css}\n</style>\n</head>\n<body>\n<main>");
        page.Element("h1", run.Scenario);
        page.Element("p", run.Description);
        page.Raw($"<p class=\"faint\">{HtmlText.Escape(Circumstances(run))}</p>");
        WriteVerdict(page, new RunVerdict(run, summary, expectations), expectations);
        if (run.Notices.Count > 0)
        {
            page.Element("h2", "Before you trust the numbers");
            page.Bullets(run.Notices);
        }

        WriteResults(page, run, summary, figures);
        ReportSetup.WriteScenario(page, run);
        ReportSetup.WriteRepeat(page, run);
        ReportSetup.WriteCost(page, run.Engine);
        page.Raw("</main>\n</body>\n</html>");
        return page.ToString();
    }

    private static void WriteVerdict(
        HtmlText page, RunVerdict verdict, IReadOnlyList<RunExpectation> expectations)
    {
        page.Raw(verdict.Holds ? "<div class=\"verdict\">" : "<div class=\"verdict bad\">");
        page.Element("strong", verdict.Headline);
        page.Bullets(verdict.Sentences);
        page.Raw("</div>");
        if (expectations.Count > 0)
        {
            page.Raw("<ul class=\"checks\">");
            foreach (RunExpectation expectation in expectations)
            {
                string measured = expectation.Value is double value
                    ? string.Create(CultureInfo.InvariantCulture, $"measured {value:0.######}")
                    : "the run has no such number";
                page.Element("li", $"{(expectation.Holds ? "✓" : "✗")} {expectation.Text} ({measured})");
            }

            page.Raw("</ul>");
        }
    }

    private static void WriteResults(
        HtmlText page, RunRecord run, RunSummary summary, IReadOnlyList<(TimeFigure Figure, string Svg)> figures)
    {
        if (summary.Nics.Count > 0)
        {
            page.Element("h2", "Rates of the interfaces");
        }

        WriteFigures(page, figures.Where(drawn => drawn.Figure.FileName == NicRatesFigure.FileName));
        ReportTables.WriteRates(page, run, summary);
        if (summary.Players.Count > 0)
        {
            page.Element("h2", "What the viewers saw");
            ReportTables.WritePlayers(page, run, summary);
        }

        WriteFigures(page, figures.Where(drawn => drawn.Figure.FileName != NicRatesFigure.FileName));
        if (summary.Connections.Count > 0)
        {
            page.Element("h2", "Connections");
            ReportTables.WriteConnections(page, summary);
        }

        if (summary.Links.Count > 0)
        {
            page.Element("h2", "Links");
            ReportTables.WriteLinks(page, summary);
        }
    }

    private static void WriteFigures(HtmlText page, IEnumerable<(TimeFigure Figure, string Svg)> figures)
    {
        foreach ((TimeFigure figure, string svg) in figures)
        {
            page.Raw($"<figure role=\"img\" aria-label=\"{HtmlText.Escape(figure.Description)}\">");

            // Inside a page an SVG element stands without the XML declaration of a file.
            page.Raw(svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]);
            page.Raw("</figure>");
        }
    }

    private static string Circumstances(RunRecord run) => string.Create(
        CultureInfo.InvariantCulture, $"{run.Duration.Seconds:0.###} s, seed {run.Seed}, stack {run.Stack}");
}
