using System;
using System.Collections.Generic;
using System.Linq;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Results.Figures;

/// <summary>The axes, grid, lines, bars and cells of a chart, drawn by ScottPlot.</summary>
internal static class ChartPlot
{
    private const float TickOverhang = 7;
    private const double BandOpacity = 0.18;
    private const double GroupWidth = 0.8;

    public static void Draw(Chart chart, SKCanvas canvas, PixelRect data)
    {
        using Plot plot = new();
        FigureFont.Apply(plot);
        switch (chart.Kind)
        {
            case ChartKind.Bars:
                AddBars(chart, plot);
                break;
            case ChartKind.HeatMap:
                HeatField.AddCells(chart, plot);
                break;
            case ChartKind.Ecdf:
                AddSteps(chart, plot);
                break;
            default:
                AddLines(chart, plot);
                break;
        }

        SetAxes(chart, plot);
        PixelRect place = new(0, FigureTheme.Width, data.Bottom + FigureTheme.AxisHeight, data.Top - TickOverhang);
        plot.Layout.Fixed(new PixelPadding(data.Left, FigureTheme.Width - data.Right, FigureTheme.AxisHeight, TickOverhang));

        // A plot begins by wiping everything it can reach: it must not reach the texts above.
        canvas.Save();
        canvas.ClipRect(place.ToSKRect());
        plot.Render(canvas, place);
        canvas.Restore();
    }

    private static void AddLines(Chart chart, Plot plot)
    {
        for (int i = 0; i < chart.Series.Count; i++)
        {
            ChartPoint[] known = [.. chart.Series[i].Points.Where(point => double.IsFinite(point.Low))];
            if (known.Length > 1)
            {
                FillY band = plot.Add.FillY(
                    known.Select(point => point.X).ToArray(), known.Select(point => point.Low).ToArray(), known.Select(point => point.High).ToArray());
                band.FillColor = FigureTheme.ColorOf(i).WithOpacity(BandOpacity);
                band.LineWidth = 0;
                band.MarkerStyle.IsVisible = false;
            }
        }

        for (int i = 0; i < chart.Series.Count; i++)
        {
            IReadOnlyList<ChartPoint> points = chart.Series[i].Points;
            Scatter line = plot.Add.Scatter(points.Select(point => point.X).ToArray(), points.Select(point => point.Y).ToArray(), FigureTheme.ColorOf(i));
            line.LineWidth = FigureTheme.WidthOf(i);
            line.MarkerStyle = FigureTheme.MarkerStyleOf(i);
        }
    }

    private static void AddBars(Chart chart, Plot plot)
    {
        double width = GroupWidth / chart.Series.Count;
        for (int i = 0; i < chart.Series.Count; i++)
        {
            double shift = ((i + 0.5) * width) - (GroupWidth / 2);
            foreach (ChartPoint point in chart.Series[i].Points)
            {
                Bar bar = new()
                {
                    Position = point.X + shift,
                    Value = point.Y,
                    Size = width * 0.92,
                    FillColor = FigureTheme.ColorOf(i),
                    LineWidth = 0,
                };
                plot.Add.Bar(bar);
                if (double.IsFinite(point.Low))
                {
                    double half = (point.High - point.Low) / 2;
                    ErrorBar whisker = plot.Add.ErrorBar([point.X + shift], [point.Y], [half]);
                    whisker.Color = FigureTheme.Ink;
                    whisker.LineWidth = 1.2f;
                    whisker.CapSize = 3;
                }
            }
        }
    }

    private static void AddSteps(Chart chart, Plot plot)
    {
        for (int i = 0; i < chart.Series.Count; i++)
        {
            IReadOnlyList<ChartPoint> points = chart.Series[i].Points;
            List<double> x = [points[0].X];
            List<double> y = [0];
            double share = 0;
            foreach (ChartPoint point in points)
            {
                x.AddRange([point.X, point.X]);
                y.AddRange([share, point.Y]);
                share = point.Y;
            }

            Scatter line = plot.Add.ScatterLine(x.ToArray(), y.ToArray(), FigureTheme.ColorOf(i));
            line.LineWidth = FigureTheme.WidthOf(i);
        }
    }

    private static void SetAxes(Chart chart, Plot plot)
    {
        ChartPoint[] points = [.. chart.Series.SelectMany(series => series.Points)];
        plot.Grid.MajorLineColor = FigureTheme.Grid;
        plot.Grid.XAxisStyle.IsVisible = chart.Kind is ChartKind.Lines or ChartKind.Ecdf && chart.X is not { IsScale: false };
        plot.Grid.YAxisStyle.IsVisible = chart.Kind != ChartKind.HeatMap;
        if (chart.Kind != ChartKind.HeatMap)
        {
            plot.Axes.Left.TickGenerator = new NumericAutomatic { TargetTickCount = 6 };
        }

        if (chart.Kind == ChartKind.Ecdf)
        {
            plot.Axes.Bottom.TickGenerator = new NumericAutomatic { TargetTickCount = 9 };
            (double from, double to) = Around(points.Min(point => point.X), points.Max(point => point.X));
            plot.Axes.SetLimits(from, to, 0, 1.02);
            Label(plot.Axes.Left.Label, "share of runs");
            Label(plot.Axes.Bottom.Label, chart.ValueLabel);
        }
        else
        {
            SetPlaces(chart.X!, chart, plot);
            if (chart.Kind != ChartKind.HeatMap)
            {
                (double bottom, double top) = Vertical(points, fromZero: chart.Kind == ChartKind.Bars);
                plot.Axes.SetLimitsY(bottom, top);
                Label(plot.Axes.Left.Label, chart.ValueLabel);
            }
        }

        foreach (IAxis axis in new IAxis[] { plot.Axes.Left, plot.Axes.Bottom })
        {
            axis.TickLabelStyle.FontSize = FigureTheme.TextSize;
            axis.TickLabelStyle.ForeColor = FigureTheme.Ink;
            axis.FrameLineStyle.Color = FigureTheme.FaintInk;
            axis.MajorTickStyle.Color = FigureTheme.FaintInk;
            axis.MinorTickStyle.Length = 0;
        }

        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
    }

    private static void SetPlaces(ChartAxis axis, Chart chart, Plot plot)
    {
        double margin = axis.IsScale ? 0.04 * (axis.Positions.Max() - axis.Positions.Min()) : chart.Kind == ChartKind.HeatMap ? 0.5 : 0.6;
        plot.Axes.SetLimitsX(axis.Positions.Min() - margin, axis.Positions.Max() + margin);
        plot.Axes.Bottom.SetTicks([.. axis.Positions], [.. Thinned(axis)]);
        Label(plot.Axes.Bottom.Label, axis.IsLogarithmic ? $"{axis.Label} (logarithmic)" : axis.Label);
    }

    // A text that would run into the one before it is left out, its tick stays.
    private static IEnumerable<string> Thinned(ChartAxis axis)
    {
        double span = Math.Max(axis.Positions.Max() - axis.Positions.Min(), 1e-12);
        double perPixel = span / (FigureTheme.Width * 0.8);
        Dictionary<int, string> shown = [];
        double free = double.NegativeInfinity;
        foreach (int place in Enumerable.Range(0, axis.Positions.Count).OrderBy(place => axis.Positions[place]))
        {
            double half = ((FigureText.Measure(axis.Names[place], FigureTheme.TextSize) / 2) + 4) * perPixel;
            bool fits = axis.Positions[place] - half >= free;
            shown[place] = fits ? axis.Names[place] : "";
            free = fits ? axis.Positions[place] + half : free;
        }

        return Enumerable.Range(0, axis.Positions.Count).Select(place => shown[place]);
    }

    // From zero where that does not squeeze what is to be seen: lines that differ by little are seen from near. The length of a bar
    // means something only from zero.
    private static (double Bottom, double Top) Vertical(ChartPoint[] points, bool fromZero)
    {
        double low = points.Min(point => double.IsFinite(point.Low) ? Math.Min(point.Low, point.Y) : point.Y);
        double high = points.Max(point => double.IsFinite(point.High) ? Math.Max(point.High, point.Y) : point.Y);
        if (low >= 0 && (fromZero || low < 0.6 * high))
        {
            return (0, high > 0 ? 1.06 * high : 1);
        }

        return low < 0 && points.Min(point => point.Y) >= 0 && -low < 0.3 * high ? (Math.Min(0, low), 1.06 * high) : Around(low, high);
    }

    private static (double From, double To) Around(double low, double high)
    {
        double margin = high > low ? 0.06 * (high - low) : Math.Max(Math.Abs(high) * 0.1, 0.5);
        return low >= 0 && low < margin ? (0, high + margin) : (low - margin, high + margin);
    }

    private static void Label(LabelStyle label, string text)
    {
        label.Text = text;
        label.FontName = FigureFont.FamilyName;
        label.FontSize = FigureTheme.TextSize;
        label.ForeColor = FigureTheme.Ink;
        label.Bold = false;
    }
}
