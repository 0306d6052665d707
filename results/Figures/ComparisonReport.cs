using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Results.Recording;
using Results.Statistics;

namespace Results.Figures;

/// <summary>Writes what changed between results as one page that needs no other file.</summary>
public static class ComparisonReport
{
    private const int MostRows = 400;

    /// <summary>Writes <c>report.html</c>.</summary>
    /// <param name="comparisons">The comparisons, each with the same first result.</param>
    /// <param name="folder">The folder for the page; made if it is missing.</param>
    /// <returns>The path of the page.</returns>
    /// <exception cref="ResultsException">It cannot be written.</exception>
    public static string Write(IReadOnlyList<ResultComparison> comparisons, string folder)
    {
        string path = Path.Combine(folder, ReportWriter.Name);
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(path, Html(comparisons), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"Cannot write {path}: {error.Message}", error);
        }
    }

    /// <summary>The sentence that says how two results were compared.</summary>
    public static string Method(ResultComparison comparison)
    {
        int runs = Math.Min(comparison.Before.Table.Rows, comparison.After.Table.Rows);
        return comparison.Pairs switch
        {
            _ when runs == 1 => "One run each: of a single difference nobody can say whether it is chance.",
            0 => FormattableString.Invariant($"{comparison.Before.Table.Rows} and {comparison.After.Table.Rows} runs with no seed and point in common (Welch's t)."),
            _ => FormattableString.Invariant($"{comparison.Pairs} pairs of runs with the same seed at the same point (Student's t of the differences)."),
        };
    }

    private static string Html(IReadOnlyList<ResultComparison> comparisons)
    {
        HtmlText page = new();
        page.Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Element("title", "What changed");
        page.Raw($"<style>\n{ReportStyle.Css}\n</style>\n</head>\n<body>\n<main>");
        page.Element("h1", "What changed");
        foreach (ResultComparison comparison in comparisons)
        {
            page.Element("h2", $"{comparison.Before.Folder} → {comparison.After.Folder}");
            page.Element("p", Method(comparison));
            page.Element("h3", "In the scenario");
            page.Table(
                ["", "before", "after"],
                [.. comparison.Settings.Select(setting => (string[])[setting.Path, setting.Before ?? "–", setting.After ?? "–"])],
                MostRows);
            page.Element("h3", "In what came out");
            page.Table(
                ["", "before", "after", "difference", "95 %", "share", "p", "significant"],
                [.. Ordered(comparison).Select(Cells)],
                MostRows);
        }

        page.Element("p", "Significant: of all that are marked so, with 95 % probability not one is chance (Holm).");
        page.Raw("</main>\n</body>\n</html>");
        return page.ToString();
    }

    /// <summary>The numbers, significant ones first, then by how much they changed.</summary>
    public static IEnumerable<ChangedNumber> Ordered(ResultComparison comparison) => comparison.Numbers
        .OrderByDescending(number => number.IsSignificant)
        .ThenByDescending(number => double.IsNaN(number.Comparison.Share) ? double.MaxValue : Math.Abs(number.Comparison.Share));

    private static string[] Cells(ChangedNumber number)
    {
        SampleComparison comparison = number.Comparison;
        ConfidenceInterval difference = comparison.Difference;
        return
        [
            number.Name,
            HtmlText.Number(comparison.MeanBefore, "0.####"),
            HtmlText.Number(comparison.MeanAfter, "0.####"),
            HtmlText.Number(difference.Estimate, "+0.####;-0.####;0"),
            double.IsFinite(difference.Low) ? $"{HtmlText.Number(difference.Low, "0.####")} to {HtmlText.Number(difference.High, "0.####")}" : "–",
            double.IsNaN(comparison.Share) ? "–" : $"{HtmlText.Number(comparison.Share * 100, "+0.#;-0.#;0")} %",
            HtmlText.Number(comparison.PValue, comparison.PValue < 0.001 ? "0E0" : "0.###"),
            number.IsSignificant ? "yes" : "",
        ];
    }
}
