using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Results.Recording;
using Results.Statistics;

namespace Results.Figures;

/// <summary>Writes the tables of a sweep's report: its points, and the runs worth a closer look.</summary>
internal sealed class SweepTables
{
    private const int MostPoints = 200;
    private const int MostRuns = 5;

    private readonly SweepRecord _sweep;
    private readonly RunTable _table;
    private readonly IReadOnlyList<RunColumn> _results;
    private readonly IReadOnlyList<ParameterValues> _parameters;
    private readonly IReadOnlyList<string?> _ids;
    private readonly IReadOnlyList<double?> _seeds;

    /// <summary>Looks at a sweep.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="table">Its table.</param>
    /// <param name="results">The columns that its figures show.</param>
    public SweepTables(SweepRecord sweep, RunTable table, IReadOnlyList<RunColumn> results)
    {
        _sweep = sweep;
        _table = table;
        _results = results;
        _parameters = [.. sweep.Parameters.Select(parameter => new ParameterValues(parameter, table))];
        _ids = table.Find("run")?.Texts ?? [];
        _seeds = table.Find("seed")?.Numbers ?? [];
    }

    /// <summary>The points, each with its means and how sure they are.</summary>
    public void WritePoints(HtmlText page)
    {
        string[] headings =
        [
            .. _parameters.Select(parameter => parameter.Name),
            "runs",
            .. _results.SelectMany(result => new[] { $"{ResultLabel.OfResult(result.Name)}: mean", "95 %", "median" }),
        ];
        IGrouping<string, int>[] points = [.. Enumerable.Range(0, _table.Rows).GroupBy(PointOf)];
        List<string[]> rows = [.. points.Select(point => (string[])
        [
            .. _parameters.Select(parameter => parameter.Values[parameter.PlaceOf[point.First()]]),
            HtmlText.Count(point.Count()),
            .. _results.SelectMany(result => Cells([.. point.Select(row => result.Numbers[row]).OfType<double>()])),
        ])];
        page.Table(_parameters.Count == 0 ? ["", .. headings] : headings, _parameters.Count == 0 ? [.. rows.Select(row => (string[])["all", .. row])] : rows, MostPoints);
    }

    /// <summary>The runs that took the longest to simulate, each with the command that does it alone.</summary>
    public void WriteSlowest(HtmlText page, IReadOnlyList<FinishedCost> costs)
    {
        Dictionary<string, int> rows = Enumerable.Range(0, _table.Rows).Where(row => _ids[row] is not null).ToDictionary(row => _ids[row]!);
        foreach (FinishedCost cost in costs.Where(cost => rows.ContainsKey(cost.Id)).OrderByDescending(cost => cost.CpuSeconds).Take(MostRuns))
        {
            WriteRun(page, $"{HtmlText.Number(cost.CpuSeconds, "0.000")} s of CPU", rows[cost.Id]);
        }
    }

    /// <summary>The runs that differ most from the others at their point, each with the command that does it alone.</summary>
    public void WriteStrangest(HtmlText page)
    {
        Oddity[] odd = [.. _results.SelectMany(Oddities).OrderByDescending(run => run.Deviations).DistinctBy(run => run.Row).Take(MostRuns)];
        if (odd.Length == 0)
        {
            page.Element("p", "No run is far from the others at its point (more than 3.5 scaled median deviations).");
        }

        foreach (Oddity run in odd)
        {
            string text = string.Create(
                CultureInfo.InvariantCulture,
                $"{ResultLabel.OfResult(run.Column)}: {run.Value:0.####}, where the median of its point is {run.Median:0.####}");
            WriteRun(page, text, run.Row);
        }
    }

    private readonly record struct Oddity(int Row, string Column, double Value, double Median, double Deviations);

    // Iglewicz and Hoaglin (1993): a value is an outlier when it is 3.5 scaled median absolute deviations from the median.
    private IEnumerable<Oddity> Oddities(RunColumn result)
    {
        const int Fewest = 5;
        const double Threshold = 3.5;
        const double NormalScale = 1.4826;
        foreach (IGrouping<string, int> point in Enumerable.Range(0, _table.Rows).Where(row => result.Numbers[row] is not null).GroupBy(PointOf))
        {
            double[] sorted = [.. point.Select(row => result.Numbers[row]!.Value).Order()];
            double median = Quantile.Of(sorted, 0.5);
            double spread = NormalScale * Quantile.Of([.. sorted.Select(value => Math.Abs(value - median)).Order()], 0.5);
            if (sorted.Length < Fewest || spread <= 0)
            {
                continue;
            }

            foreach (int row in point)
            {
                double deviations = Math.Abs(result.Numbers[row]!.Value - median) / spread;
                if (deviations > Threshold)
                {
                    yield return new Oddity(row, result.Name, result.Numbers[row]!.Value, median, deviations);
                }
            }
        }
    }

    private void WriteRun(HtmlText page, string text, int row)
    {
        page.Element("p", text);
        page.Code([CommandOf(row)]);
    }

    private string CommandOf(int row) => ShellText.Join(
    [
        .. _sweep.RunCommand,
        .. _parameters.Zip(_sweep.Parameters).SelectMany(pair => new[]
        {
            "--set", $"{pair.Second.Path}={pair.First.Values[pair.First.PlaceOf[row]]}",
        }),
        "--seed",
        HtmlText.Number(_seeds[row], "0"),
    ]);

    private string PointOf(int row) => string.Join(' ', _parameters.Select(parameter => parameter.PlaceOf[row]));

    private static IEnumerable<string> Cells(double[] sample)
    {
        if (sample.Length == 0)
        {
            return ["–", "–", "–"];
        }

        ConfidenceInterval mean = ConfidenceInterval.OfMean(sample);
        string interval = sample.Length > 1 ? $"{HtmlText.Number(mean.Low, "0.###")} to {HtmlText.Number(mean.High, "0.###")}" : "–";
        return [HtmlText.Number(mean.Estimate, "0.###"), interval, HtmlText.Number(Quantile.Of([.. sample.Order()], 0.5), "0.###")];
    }
}
