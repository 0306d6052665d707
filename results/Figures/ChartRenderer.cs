using System.Collections.Generic;
using System.Linq;
using ScottPlot;
using SkiaSharp;

namespace Results.Figures;

/// <summary>Draws a chart as PNG (1800 pixels wide, for print) or as SVG.</summary>
public static class ChartRenderer
{
    private const float TitleBaseline = 24;
    private const float NoteBaseline = 43;
    private const float LegendLine = 20;
    private const float SampleWidth = 26;
    private const float EntryGap = 18;
    private const float HeadHeight = 56;
    private const float PlotHeight = 320;
    private const float ColourBarWidth = 96;

    /// <summary>The chart as a PNG image.</summary>
    public static byte[] Png(Chart chart) => FigureImage.Png(HeightOf(chart), canvas => Draw(chart, canvas));

    /// <summary>The chart as an SVG document.</summary>
    public static string Svg(Chart chart) => FigureImage.Svg(HeightOf(chart), canvas => Draw(chart, canvas));

    private static int HeightOf(Chart chart) => (int)(HeadHeight + LegendHeight(chart) + PlotHeight + FigureTheme.AxisHeight);

    private static void Draw(Chart chart, SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        FigureText text = new(canvas);
        text.Write(chart.Title, LeftOf(chart), TitleBaseline, FigureTheme.TitleSize, FigureTheme.Ink, bold: true);
        text.Write(chart.Note, LeftOf(chart), NoteBaseline, FigureTheme.SmallTextSize, FigureTheme.FaintInk);
        float top = HeadHeight + LegendHeight(chart);
        PixelRect data = new(LeftOf(chart), FigureTheme.Width - RightOf(chart), top + PlotHeight, top);
        ChartPlot.Draw(chart, canvas, data);
        if (chart.Kind == ChartKind.HeatMap)
        {
            HeatField.DrawColourBar(chart, canvas, text, data);
        }
        else
        {
            DrawLegend(chart, canvas, text);
        }
    }

    private static float LeftOf(Chart chart) => chart.Kind == ChartKind.HeatMap
        ? 40 + chart.Series.Max(series => FigureText.Measure(series.Name, FigureTheme.TextSize))
        : FigureTheme.LeftMargin + 12;

    private static float RightOf(Chart chart) => chart.Kind == ChartKind.HeatMap ? ColourBarWidth : FigureTheme.RightMargin + 8;

    private static float LegendHeight(Chart chart) => HasLegend(chart) ? (LinesOf(chart).Count * LegendLine) + 6 : 0;

    private static bool HasLegend(Chart chart) => chart.Kind != ChartKind.HeatMap && chart.SeriesLabel.Length > 0;

    // The entries, as many in each line as fit.
    private static List<List<int>> LinesOf(Chart chart)
    {
        List<List<int>> lines = [[]];
        float used = LabelWidth(chart);
        for (int i = 0; i < chart.Series.Count; i++)
        {
            float width = SampleWidth + 6 + FigureText.Measure(chart.Series[i].Name, FigureTheme.TextSize) + EntryGap;
            if (lines[^1].Count > 0 && used + width > FigureTheme.Width - LeftOf(chart) - FigureTheme.RightMargin)
            {
                lines.Add([]);
                used = LabelWidth(chart);
            }

            lines[^1].Add(i);
            used += width;
        }

        return lines;
    }

    private static float LabelWidth(Chart chart) => FigureText.Measure(chart.SeriesLabel + ":", FigureTheme.TextSize) + 12;

    private static void DrawLegend(Chart chart, SKCanvas canvas, FigureText text)
    {
        if (!HasLegend(chart))
        {
            return;
        }

        float baseline = HeadHeight + 10;
        text.Write(chart.SeriesLabel + ":", LeftOf(chart), baseline, FigureTheme.TextSize, FigureTheme.FaintInk);
        foreach (List<int> line in LinesOf(chart))
        {
            float left = LeftOf(chart) + LabelWidth(chart);
            foreach (int series in line)
            {
                DrawSample(chart.Kind, series, canvas, left, baseline);
                left += SampleWidth + 6;
                string name = chart.Series[series].Name;
                text.Write(name, left, baseline, FigureTheme.TextSize, FigureTheme.Ink);
                left += FigureText.Measure(name, FigureTheme.TextSize) + EntryGap;
            }

            baseline += LegendLine;
        }
    }

    private static void DrawSample(ChartKind kind, int series, SKCanvas canvas, float left, float baseline)
    {
        if (kind == ChartKind.Bars)
        {
            using SKPaint fill = new() { Color = FigureTheme.ColorOf(series).ToSKColor(), IsAntialias = true };
            canvas.DrawRect(SKRect.Create(left + 8, baseline - 10, 12, 11), fill);
            return;
        }

        float y = baseline - (FigureTheme.TextSize * 0.36f);
        using Paint paint = Paint.NewDisposablePaint();
        LineStyle line = new() { Color = FigureTheme.ColorOf(series), Width = FigureTheme.WidthOf(series) };
        Drawing.DrawLine(canvas, paint, new PixelLine(left, y, left + SampleWidth, y), line);
        if (kind == ChartKind.Lines)
        {
            Drawing.DrawMarker(canvas, paint, new Pixel(left + (SampleWidth / 2), y), FigureTheme.MarkerStyleOf(series));
        }
    }
}
