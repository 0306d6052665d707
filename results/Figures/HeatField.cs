using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ScottPlot;
using ScottPlot.Colormaps;
using ScottPlot.Plottables;
using SkiaSharp;

namespace Results.Figures;

/// <summary>The cells of a heat map, each with its number, and the scale of its colours.</summary>
internal static class HeatField
{
    private const int Steps = 64;
    private const float BarLeft = 14;
    private const float BarWidth = 14;

    // Blue to yellow, of even lightness steps, and told apart with any colour vision and in print.
    private static readonly Viridis _colours = new();

    public static void AddCells(Chart chart, Plot plot)
    {
        (double low, double high) = Range(chart);
        for (int row = 0; row < chart.Series.Count; row++)
        {
            foreach (ChartPoint point in chart.Series[row].Points)
            {
                double share = Share(point.Y, low, high);
                Rectangle cell = plot.Add.Rectangle(point.X - 0.5, point.X + 0.5, row - 0.5, row + 0.5);
                cell.FillColor = _colours.GetColor(share);
                cell.LineColor = Colors.White;
                cell.LineWidth = 1;
                Text number = plot.Add.Text(TextOf(point), point.X, row);
                number.LabelFontName = FigureFont.FamilyName;
                number.LabelFontSize = FigureTheme.TextSize;
                number.LabelFontColor = share > 0.6 ? FigureTheme.Ink : Colors.White;
                number.LabelAlignment = Alignment.MiddleCenter;
            }
        }

        plot.Axes.SetLimitsY(-0.5, chart.Series.Count - 0.5);
        plot.Axes.Left.SetTicks(
            [.. Enumerable.Range(0, chart.Series.Count).Select(row => (double)row)], [.. chart.Series.Select(series => series.Name)]);
        plot.Axes.Left.Label.Text = chart.SeriesLabel;
        plot.Axes.Left.Label.FontName = FigureFont.FamilyName;
        plot.Axes.Left.Label.FontSize = FigureTheme.TextSize;
        plot.Axes.Left.Label.ForeColor = FigureTheme.Ink;
        plot.Axes.Left.Label.Bold = false;
    }

    public static void DrawColourBar(Chart chart, SKCanvas canvas, FigureText text, PixelRect data)
    {
        (double low, double high) = Range(chart);
        float height = data.Height / Steps;
        float left = data.Right + BarLeft;
        for (int i = 0; i < Steps; i++)
        {
            using SKPaint paint = new() { Color = _colours.GetColor((i + 0.5) / Steps).ToSKColor() };
            canvas.DrawRect(SKRect.Create(left, data.Bottom - ((i + 1) * height), BarWidth, height + 0.5f), paint);
        }

        foreach (double share in (double[])[0, 0.25, 0.5, 0.75, 1])
        {
            string number = Number(low + (share * (high - low)));
            text.Write(number, left + BarWidth + 4, data.Bottom - ((float)share * data.Height) + 4, FigureTheme.SmallTextSize, FigureTheme.Ink);
        }

        float width = FigureText.Measure(chart.ValueLabel, FigureTheme.SmallTextSize);
        text.Write(chart.ValueLabel, Math.Max(FigureTheme.Width - 4 - width, data.Left), data.Bottom + 34, FigureTheme.SmallTextSize, FigureTheme.FaintInk);
    }

    private static (double Low, double High) Range(Chart chart)
    {
        List<double> values = [.. chart.Series.SelectMany(series => series.Points).Select(point => point.Y)];
        return (values.Min(), values.Max());
    }

    private static double Share(double value, double low, double high) => high > low ? (value - low) / (high - low) : 0.5;

    private static string TextOf(ChartPoint point) => double.IsFinite(point.High)
        ? $"{Number(point.Y)} \u00B1 {Rough((point.High - point.Low) / 2)}"
        : Number(point.Y);

    private static string Rough(double value) => value.ToString(value >= 10 ? "0" : value >= 1 ? "0.#" : value >= 0.1 ? "0.##" : "0.0##", CultureInfo.InvariantCulture);

    // Three digits: more cannot be read in a cell, nor believed.
    private static string Number(double value)
    {
        double size = Math.Abs(value);
        string format = size >= 100 || size == 0 ? "0" : size >= 10 ? "0.#" : size >= 1 ? "0.##" : size >= 0.001 ? "0.###" : "0.0E0";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
