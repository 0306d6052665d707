using System;
using ScottPlot;
using SkiaSharp;

namespace Results.Figures;

/// <summary>Draws a figure as PNG (1800 pixels wide, for print) or as SVG.</summary>
/// <remarks>
/// ScottPlot draws axes, grid, shades and lines; titles, legends, phase names and event texts are placed here,
/// because they share the space above the panels. The bytes may differ between machines in the last bit of a
/// coordinate.
/// </remarks>
public static class TimeFigureRenderer
{
    /// <summary>The figure as a PNG image.</summary>
    public static byte[] Png(TimeFigure figure) => FigureImage.Png(HeightOf(figure), canvas => Draw(figure, canvas));

    /// <summary>The figure as an SVG document.</summary>
    public static string Svg(TimeFigure figure) => FigureImage.Svg(HeightOf(figure), canvas => Draw(figure, canvas));

    private static int HeightOf(TimeFigure figure) =>
        FigureTheme.EventsHeight + (figure.Panels.Count * FigureTheme.PanelHeight) + FigureTheme.AxisHeight;

    private static void Draw(TimeFigure figure, SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        FigureText text = new(canvas);
        float top = 0;
        for (int i = 0; i < figure.Panels.Count; i++)
        {
            bool first = i == 0;
            bool last = i == figure.Panels.Count - 1;
            float dataTop = top + FigureTheme.TitleHeight + (first ? FigureTheme.EventsHeight : 0);
            float bottom = top + FigureTheme.PanelHeight + (first ? FigureTheme.EventsHeight : 0);
            PixelRect data = new(
                FigureTheme.LeftMargin, FigureTheme.Width - FigureTheme.RightMargin, bottom, dataTop);
            PanelPlot.Draw(figure, figure.Panels[i], canvas, data, last);
            PanelHeading.Draw(figure.Panels[i], canvas, text, top);
            WritePhaseNames(figure, text, data);
            if (first)
            {
                WriteEvents(figure, text, data);
            }

            top = bottom;
        }
    }

    private static void WritePhaseNames(TimeFigure figure, FigureText text, PixelRect data)
    {
        foreach (FigureSpan phase in figure.Phases)
        {
            float from = PixelOf(phase.FromSeconds, figure, data);
            float to = PixelOf(phase.ToSeconds, figure, data);
            float width = FigureText.Measure(phase.Name, FigureTheme.SmallTextSize);
            if (width < to - from - 4)
            {
                float left = (from + to - width) / 2;
                text.Write(phase.Name, left, data.Top + 15, FigureTheme.SmallTextSize, FigureTheme.FaintInk);
            }
        }
    }

    // Left to right; a text that would run into the one before it is left out, its line stays.
    private static void WriteEvents(TimeFigure figure, FigureText text, PixelRect data)
    {
        float free = 0;
        foreach (FigureMark mark in figure.Events)
        {
            float at = PixelOf(mark.Seconds, figure, data);
            float width = FigureText.Measure(mark.Text, FigureTheme.SmallTextSize);
            float left = MathF.Min(at - 3, FigureTheme.Width - 2 - width);
            if (left >= free)
            {
                text.Write(mark.Text, left, data.Top - 8, FigureTheme.SmallTextSize, FigureTheme.Ink);
                free = left + width + 8;
            }
        }
    }

    private static float PixelOf(double seconds, TimeFigure figure, PixelRect data) =>
        data.Left + (float)(seconds / figure.EndSeconds * data.Width);
}
