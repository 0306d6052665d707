using System;
using System.Linq;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Results.Figures;

/// <summary>The axes, grid, shades and lines of one panel, drawn by ScottPlot.</summary>
internal static class PanelPlot
{
    // So many marks along a line tell it from others without hiding it.
    private const int MarksPerLine = 12;

    // The label of a tick at the very top stands out by half a line.
    private const float TickOverhang = 7;

    public static void Draw(TimeFigure figure, FigurePanel panel, SKCanvas canvas, PixelRect data, bool last)
    {
        using Plot plot = new();
        FigureFont.Apply(plot);
        AddShades(figure, panel, plot);
        for (int i = 0; i < panel.Series.Count; i++)
        {
            if (panel.Stems)
            {
                AddStems(plot, panel.Series[i], i);
            }
            else
            {
                AddLine(plot, panel.Series[i], i, panel.Series.Count);
            }
        }

        SetAxes(figure, panel, plot, last);
        float below = last ? FigureTheme.AxisHeight : FigureTheme.PanelGap;
        PixelRect place = new(0, FigureTheme.Width, data.Bottom + below, data.Top - TickOverhang);
        plot.Layout.Fixed(new PixelPadding(FigureTheme.LeftMargin, FigureTheme.RightMargin, below, TickOverhang));

        // A plot begins by wiping everything it can reach: it must not reach the panel above.
        canvas.Save();
        canvas.ClipRect(place.ToSKRect());
        plot.Render(canvas, place);
        canvas.Restore();
    }

    private static void AddShades(TimeFigure figure, FigurePanel panel, Plot plot)
    {
        // Every second phase: enough to see where one ends.
        foreach (FigureSpan phase in figure.Phases.Where((_, i) => i % 2 == 1))
        {
            AddSpan(plot, phase, FigureTheme.PhaseShade);
        }

        foreach (FigureSpan alarm in panel.Alarms)
        {
            AddSpan(plot, alarm, FigureTheme.Alarm);
        }

        foreach (FigureMark mark in figure.Events)
        {
            VerticalLine line = plot.Add.VerticalLine(mark.Seconds, 1, FigureTheme.EventLine);
            line.EnableAutoscale = false;
        }
    }

    private static void AddSpan(Plot plot, FigureSpan span, Color color)
    {
        HorizontalSpan shade = plot.Add.HorizontalSpan(span.FromSeconds, span.ToSeconds, color);
        shade.LineStyle.Width = 0;
    }

    private static void AddLine(Plot plot, FigureSeries series, int index, int of)
    {
        double[] seconds = [.. series.Seconds];
        double[] values = [.. series.Values];
        Scatter line = plot.Add.ScatterLine(seconds, values, FigureTheme.ColorOf(index));
        line.LineWidth = FigureTheme.WidthOf(index);

        int step = Math.Max(1, seconds.Length / MarksPerLine);
        int first = step * (index + 1) / (of + 1);
        int[] marked = [.. Enumerable.Range(0, seconds.Length).Where(i => i % step == first % step)];
        Scatter marks = plot.Add.ScatterPoints(
            marked.Select(i => seconds[i]).ToArray(), marked.Select(i => values[i]).ToArray());
        marks.MarkerStyle = FigureTheme.MarkerStyleOf(index);
    }

    private static void AddStems(Plot plot, FigureSeries series, int index)
    {
        double[] seconds = [.. series.Seconds.SelectMany(second => new[] { second, second, second })];
        double[] values = [.. series.Values.SelectMany(value => new[] { 0, value, 0 })];
        Scatter stems = plot.Add.ScatterLine(seconds, values, FigureTheme.ColorOf(index));
        stems.LineWidth = FigureTheme.WidthOf(index);
    }

    private static void SetAxes(TimeFigure figure, FigurePanel panel, Plot plot, bool last)
    {
        double highest = panel.Series.SelectMany(series => series.Values).DefaultIfEmpty(0).Max();
        double top = highest > 0 ? highest : 1;

        // Room for the phase names above, and for half a line's width below zero.
        plot.Axes.SetLimits(0, figure.EndSeconds, -0.015 * top, 1.22 * top);
        plot.Grid.MajorLineColor = FigureTheme.Grid;
        plot.Axes.Left.TickGenerator = new NumericAutomatic { TargetTickCount = 5 };
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { TargetTickCount = 11 };
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
        Label(plot.Axes.Left.Label, panel.YLabel);
        Label(plot.Axes.Bottom.Label, last ? "time in s" : "");
        plot.Axes.Bottom.TickLabelStyle.IsVisible = last;
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
