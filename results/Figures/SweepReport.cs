using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Results.Recording;
using Results.Statistics;

namespace Results.Figures;

/// <summary>
/// Writes what a reader of a sweep looks at: its figures as PNG and SVG, and <c>report.html</c>, one file that needs no other file, no
/// script and no network.
/// </summary>
public static class SweepReport
{
    /// <summary>The table's file in a sweep's folder.</summary>
    public const string TableName = ComparedResult.TableName;

    private const string FiguresFolder = "figures";

    /// <summary>Writes figures and report of the sweep in a folder, from what is on disk there.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The files, relative to the folder: the report, then the figures.</returns>
    /// <exception cref="ResultsException">There is no sweep, or a file cannot be read or written.</exception>
    public static IReadOnlyList<string> Write(string folder)
    {
        SweepRecord sweep = SweepManifest.Read(folder);
        string path = Path.Combine(folder, TableName);
        IReadOnlyList<string> names = RunsParquet.ReadNames(path);
        IReadOnlyList<SweepView> views = SweepCharts.ViewsOf(sweep, names);

        // A table may have thousands of columns; those that are shown are few.
        HashSet<string> wanted = ["run", "seed", .. views.Select(view => view.Y), .. sweep.Parameters.SelectMany(ColumnsOf)];
        RunTable table = RunsParquet.Read(path, wanted.Contains);
        Chart[] charts = [.. views.Select((view, i) => SweepCharts.Of(view, sweep, table, i + 1)).OfType<Chart>()];
        try
        {
            return WriteFiles(folder, sweep, table, views, charts);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"Cannot write results to {folder}: {error.Message}", error);
        }
    }

    private static List<string> WriteFiles(
        string folder, SweepRecord sweep, RunTable table, IReadOnlyList<SweepView> views, IReadOnlyList<Chart> charts)
    {
        Directory.CreateDirectory(Path.Combine(folder, FiguresFolder));
        List<(Chart Chart, string Svg)> drawn = [];
        List<string> files = [ReportWriter.Name];
        foreach (Chart chart in charts)
        {
            string svg = ChartRenderer.Svg(chart);
            drawn.Add((chart, svg));
            File.WriteAllText(Path.Combine(folder, FiguresFolder, chart.FileName + ".svg"), svg);
            File.WriteAllBytes(Path.Combine(folder, FiguresFolder, chart.FileName + ".png"), ChartRenderer.Png(chart));
            files.Add($"{FiguresFolder}/{chart.FileName}.png");
        }

        RunColumn[] results = [.. views.Select(view => view.Y).Distinct().Select(table.Find).OfType<RunColumn>()];
        string page = Html(sweep, table, results, CostsCsv.Read(folder), drawn);
        File.WriteAllText(Path.Combine(folder, ReportWriter.Name), page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return files;
    }

    private static IEnumerable<string> ColumnsOf(SweptParameter parameter) =>
        parameter.NumberColumn is string numbers ? [parameter.Path, numbers] : [parameter.Path];

    private static string Html(
        SweepRecord sweep,
        RunTable table,
        RunColumn[] results,
        IReadOnlyList<FinishedCost> costs,
        IReadOnlyList<(Chart Chart, string Svg)> figures)
    {
        HtmlText page = new();
        page.Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Element("title", $"{sweep.Name}: report of a sweep");
        page.Raw($"<style>\n{ReportStyle.Css}\n</style>\n</head>\n<body>\n<main>");
        page.Element("h1", sweep.Name);
        page.Element("p", sweep.Description);
        WriteVerdict(page, sweep);
        foreach ((Chart chart, string svg) in figures)
        {
            page.Raw($"<figure role=\"img\" aria-label=\"{HtmlText.Escape($"{chart.Title}. {chart.Note}")}\">");

            // Inside a page an SVG element stands without the XML declaration of a file.
            page.Raw(svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]);
            page.Raw("</figure>");
        }

        SweepTables tables = new(sweep, table, results);
        if (results.Length > 0)
        {
            page.Element("h2", "Points");
            tables.WritePoints(page);
            page.Element("h2", "The strangest runs");
            tables.WriteStrangest(page);
        }

        page.Element("h2", "The slowest runs");
        tables.WriteSlowest(page, costs);
        WriteData(page, sweep, results);
        page.Raw("</main>\n</body>\n</html>");
        return page.ToString();
    }

    private static void WriteVerdict(HtmlText page, SweepRecord sweep)
    {
        bool isGood = sweep.Finished == sweep.Planned && sweep.Unmet == 0 && sweep.Failed.Count == 0;
        page.Raw(isGood ? "<div class=\"verdict\">" : "<div class=\"verdict bad\">");
        page.Element("strong", $"{HtmlText.Count(sweep.Finished)} of {HtmlText.Count(sweep.Planned)} runs finished");
        List<string> sentences = [];
        if (sweep.Unmet > 0)
        {
            sentences.Add($"{HtmlText.Count(sweep.Unmet)} runs do not meet what the scenario expects of each.");
        }

        if (sweep.Failed.Count > 0)
        {
            sentences.Add($"{HtmlText.Count(sweep.Failed.Count)} runs failed; they are listed below.");
        }

        page.Bullets(sentences);
        page.Raw("</div>");
        if (sweep.Failed.Count > 0)
        {
            page.Element("h2", "Runs that failed");
            foreach (FailedRun failed in sweep.Failed)
            {
                page.Element("p", failed.Reason);
                page.Code([failed.Command]);
            }
        }
    }

    private static void WriteData(HtmlText page, SweepRecord sweep, RunColumn[] results)
    {
        page.Element("h2", "The data");
        page.Element("p", "All numbers of all runs are in runs.parquet, one row for each run. With DuckDB:");
        string by = sweep.Parameters.Count > 0 ? $"\"{sweep.Parameters[0].Path}\", " : "";
        string group = sweep.Parameters.Count > 0 ? " group by 1 order by 1" : "";
        string result = results.Length > 0 ? results[0].Name : "engine.events";
        page.Code([$"duckdb -c \"select {by.Replace("\"", "\\\"", StringComparison.Ordinal)}avg(\\\"{result}\\\"), count(*) from 'runs.parquet'{group}\""]);
        page.Element("p", "With Python (pandas, and pyarrow or fastparquet):");
        string[] key = [.. sweep.Parameters.Take(1).Select(parameter => parameter.Path)];
        page.Code(
        [
            "import pandas",
            "runs = pandas.read_parquet('runs.parquet')",
            key.Length > 0 ? $"print(runs.groupby('{key[0]}')['{result}'].describe())" : $"print(runs['{result}'].describe())",
        ]);
        page.Element("p", "What was done, and does only what is missing when it is done again:");
        page.Code([sweep.Command]);
        page.Raw("<details><summary>The scenario as resolved</summary>");
        page.Code([sweep.ScenarioJson]);
        page.Raw("</details>");
    }
}
