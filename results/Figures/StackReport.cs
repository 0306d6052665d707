using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Results.Statistics;

namespace Results.Figures;

/// <summary>Writes <c>report.html</c> of a validation: how far a simulation lies from real runs, number by number, in one file.</summary>
public static class StackReport
{
    private const int MostRows = 1000;

    // What is known to differ whatever the numbers of one run say.
    private static readonly string[] _differences =
    [
        "Programs of real hosts need time for themselves: a frame leaves some hundred microseconds after its moment, more on a busy machine.",
        "A real token bucket lets a burst of 4 ms pass at once; a simulated link never sends faster than its rate.",
        "The commands of a timeline take a real kernel some 10 to 50 ms each; simulated links change at once.",
        "Real runs differ from each other where several paths are equally good: which subflow is established first decides ties.",
    ];

    /// <summary>The page.</summary>
    /// <param name="scenario">The scenario's name.</param>
    /// <param name="reference">The stack of the real runs.</param>
    /// <param name="judged">The stacks that are judged, each with its verdicts.</param>
    /// <param name="figure">The figure with all stacks, and its SVG document; null without one.</param>
    /// <param name="notices">What the reader should know before trusting the numbers, one sentence each.</param>
    public static string Html(
        string scenario,
        string reference,
        IReadOnlyList<(string Stack, IReadOnlyList<StackVerdict> Verdicts)> judged,
        (TimeFigure Figure, string Svg)? figure,
        IReadOnlyList<string> notices)
    {
        HtmlText page = new();
        page.Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Element("title", $"{scenario}: how true the simulation is");
        page.Raw($"<style>\n{ReportStyle.Css}\n</style>\n</head>\n<body>\n<main>");
        page.Element("h1", $"{scenario}: how true the simulation is");
        foreach ((string stack, IReadOnlyList<StackVerdict> verdicts) in judged)
        {
            page.Raw(verdicts.All(verdict => verdict.Holds) ? "<div class=\"verdict\">" : "<div class=\"verdict bad\">");
            page.Element("strong", Headline(stack, reference, verdicts));
            page.Bullets([.. verdicts.Where(verdict => !verdict.Holds).Select(Sentence)]);
            page.Raw("</div>");
        }

        page.Element(
            "p",
            $"A number is near enough when the median of its values lies within the spread of the runs on '{reference}', or within {StackVerdict.Margin * 100:0} % of their median, whichever is wider.");
        page.Bullets(notices);
        WriteFigure(page, figure);
        foreach ((string stack, IReadOnlyList<StackVerdict> verdicts) in judged)
        {
            WriteTables(page, stack, reference, verdicts);
        }

        page.Element("h2", "Known differences");
        page.Bullets(_differences);
        page.Raw("</main>\n</body>\n</html>");
        return page.ToString();
    }

    /// <summary>The verdict on one stack in a sentence.</summary>
    public static string Headline(string stack, string reference, IReadOnlyList<StackVerdict> verdicts)
    {
        int holding = verdicts.Count(verdict => verdict.Holds);
        return FormattableString.Invariant($"{stack} against {reference}: {holding} of {verdicts.Count} numbers are near enough");
    }

    /// <summary>A number in words: where it lies and where it should.</summary>
    public static string Sentence(StackVerdict verdict) => string.Create(
        CultureInfo.InvariantCulture,
        $"{verdict.Name}: {Value(verdict.Judged.Median)}, allowed {Value(verdict.Lowest)} to {Value(verdict.Highest)}");

    /// <summary>The cells of a number's row: real median and spread, judged median and spread, distance, verdict.</summary>
    public static IReadOnlyList<string> Cells(StackVerdict verdict) =>
    [
        verdict.Name,
        Value(verdict.Reference.Median),
        $"{Value(verdict.Reference.Minimum)} to {Value(verdict.Reference.Maximum)}",
        Value(verdict.Judged.Median),
        $"{Value(verdict.Judged.Minimum)} to {Value(verdict.Judged.Maximum)}",
        verdict.Distance is { } distance ? string.Create(CultureInfo.InvariantCulture, $"{distance * 100:+0;-0;0} %") : "–",
        verdict.Holds ? "yes" : "NO",
    ];

    private static void WriteFigure(HtmlText page, (TimeFigure Figure, string Svg)? drawn)
    {
        if (drawn is { } figure)
        {
            page.Raw($"<figure role=\"img\" aria-label=\"{HtmlText.Escape(figure.Figure.Description)}\">");
            page.Raw(figure.Svg[figure.Svg.IndexOf("<svg", StringComparison.Ordinal)..]);
            page.Raw("</figure>");
        }
    }

    private static void WriteTables(HtmlText page, string stack, string reference, IReadOnlyList<StackVerdict> verdicts)
    {
        foreach (IGrouping<string, StackVerdict> group in verdicts.GroupBy(verdict => verdict.Group))
        {
            page.Element("h2", $"{group.Key}: {stack}");
            page.Table(
                ["", reference, "spread", stack, "spread", "distance", "near enough"],
                [.. group.Select(Cells)],
                MostRows);
        }
    }

    private static string Value(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.00", CultureInfo.InvariantCulture);
}
