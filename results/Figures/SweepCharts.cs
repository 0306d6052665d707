using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Results.Recording;
using Results.Statistics;

namespace Results.Figures;

/// <summary>Makes the charts of a sweep from its table.</summary>
public static class SweepCharts
{
    /// <summary>The views to draw: those that were asked for, or one that is always worth seeing.</summary>
    public static IReadOnlyList<SweepView> ViewsOf(SweepRecord sweep, IReadOnlyList<string> columns)
    {
        if (sweep.Views.Count > 0 || sweep.Parameters.Count == 0)
        {
            return sweep.Views;
        }

        string? result = columns.FirstOrDefault(name => name.StartsWith("players.", StringComparison.Ordinal) && name.EndsWith(".stall_time_s", StringComparison.Ordinal))
            ?? columns.FirstOrDefault(name => name.StartsWith("connections.", StringComparison.Ordinal) && name.EndsWith(".goodput_mbit_s", StringComparison.Ordinal));
        SweptParameter x = sweep.Parameters.FirstOrDefault(parameter => parameter.NumberColumn is not null) ?? sweep.Parameters[0];
        SweptParameter? by = sweep.Parameters.FirstOrDefault(parameter => parameter != x);
        return result is null ? [] : [new SweepView(x.Path, result, by?.Path, x.NumberColumn is null ? "bars" : "lines")];
    }

    /// <summary>One chart; null where no run has the value.</summary>
    /// <param name="view">What to show.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="table">Its table, with at least the columns of the parameters and of the value.</param>
    /// <param name="number">The number of the figure in the sweep, from 1.</param>
    public static Chart? Of(SweepView view, SweepRecord sweep, RunTable table, int number)
    {
        if (table.Find(view.Y) is not { IsText: false } values || values.Numbers.All(value => value is null))
        {
            return null;
        }

        ParameterValues? x = ValuesOf(view.X, sweep, table);
        ParameterValues? by = ValuesOf(view.By, sweep, table);
        ChartKind kind = view.Kind switch
        {
            "bars" => ChartKind.Bars,
            "heatmap" => ChartKind.HeatMap,
            "ecdf" => ChartKind.Ecdf,
            _ => ChartKind.Lines,
        };
        ChartAxis? axis = x is null ? null : kind == ChartKind.Lines ? x.Axis() : x.Places();
        string[] names = by is null ? [""] : [.. by.Values];
        List<ChartSeries> series = [];
        for (int i = 0; i < names.Length; i++)
        {
            int[] rows = [.. Enumerable.Range(0, table.Rows).Where(row => by is null || by.PlaceOf[row] == i)];
            List<ChartPoint> points = kind == ChartKind.Ecdf ? Steps(rows, values) : Means(rows, values, x!, axis!);
            if (points.Count > 0)
            {
                series.Add(new ChartSeries(names[i], points));
            }
        }

        string across = x is null ? "" : $" by {x.Name}";
        string along = by is null ? "" : x is null ? $" by {by.Name}" : $" and {by.Name}";
        return new Chart
        {
            FileName = string.Create(CultureInfo.InvariantCulture, $"{number:00}-{RunFolder.FileNameFor(view.Y)}"),
            Kind = kind,
            Title = FigureText.Capitalised(ResultLabel.NameOf(view.Y)) + across + along,
            Note = NoteOf(kind, view, sweep, table, values),
            X = axis,
            ValueLabel = ResultLabel.OfResult(view.Y),
            SeriesLabel = by?.Name ?? "",
            Series = series,
        };
    }

    private static ParameterValues? ValuesOf(string? path, SweepRecord sweep, RunTable table) =>
        sweep.Parameters.FirstOrDefault(parameter => parameter.Path == path) is SweptParameter parameter
            ? new ParameterValues(parameter, table)
            : null;

    private static List<ChartPoint> Means(int[] rows, RunColumn values, ParameterValues x, ChartAxis axis)
    {
        List<ChartPoint> points = [];
        for (int place = 0; place < x.Values.Count; place++)
        {
            double[] sample = [.. rows.Where(row => x.PlaceOf[row] == place).Select(row => values.Numbers[row]).OfType<double>()];
            if (sample.Length > 0)
            {
                ConfidenceInterval mean = ConfidenceInterval.OfMean(sample);
                points.Add(new ChartPoint(axis.Positions[place], mean.Estimate, mean.Low, mean.High));
            }
        }

        return [.. points.OrderBy(point => point.X)];
    }

    private static List<ChartPoint> Steps(int[] rows, RunColumn values)
    {
        double[] sorted = [.. rows.Select(row => values.Numbers[row]).OfType<double>().Order()];
        return [.. sorted.Select((value, i) => new ChartPoint(value, (i + 1.0) / sorted.Length, double.NaN, double.NaN))];
    }

    // How many runs stand behind each point, and what else was averaged over.
    private static string NoteOf(ChartKind kind, SweepView view, SweepRecord sweep, RunTable table, RunColumn values)
    {
        IEnumerable<SweptParameter> shown = sweep.Parameters.Where(parameter => parameter.Path == view.X || parameter.Path == view.By);
        List<ParameterValues> places = [.. shown.Select(parameter => new ParameterValues(parameter, table))];
        int[] counts = [.. Enumerable.Range(0, table.Rows).Where(row => values.Numbers[row] is not null)
            .GroupBy(row => string.Join(' ', places.Select(place => place.PlaceOf[row]))).Select(point => point.Count())];
        string runs = counts.Min() == counts.Max()
            ? FormattableString.Invariant($"{counts.Max()}")
            : FormattableString.Invariant($"{counts.Min()} to {counts.Max()}");
        string each = counts.Max() == 1 ? "one run" : $"{runs} runs";
        string[] hidden = [.. sweep.Parameters.Where(parameter => parameter.Path != view.X && parameter.Path != view.By && parameter.Values.Count > 1)
            .Select(parameter => ResultLabel.OfParameter(parameter.Path))];
        string over = hidden.Length == 0 ? "" : $", over all of {string.Join(", ", hidden)}";
        bool isKnown = counts.Max() > 1;
        return kind switch
        {
            ChartKind.Lines when isKnown => $"Lines: means of {each} each{over}. Bands: 95 % confidence of the mean (Student's t).",
            ChartKind.Bars when isKnown => $"Bars: means of {each} each{over}. Whiskers: 95 % confidence of the mean (Student's t).",
            ChartKind.HeatMap when isKnown => $"Cells: means of {each} each{over}, \u00B1 half the 95 % confidence interval (Student's t).",
            ChartKind.Ecdf => $"Share of runs at or below each value; {each} a line{over}.",
            _ => $"One run at each point{over}: nothing is known of its confidence.",
        };
    }
}
