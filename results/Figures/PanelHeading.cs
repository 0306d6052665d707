using ScottPlot;
using SkiaSharp;

namespace Results.Figures;

/// <summary>The line above a panel: its title at the left, its legend at the right.</summary>
internal static class PanelHeading
{
    private const float Baseline = 24;
    private const float SampleWidth = 26;

    public static void Draw(FigurePanel panel, SKCanvas canvas, FigureText text, float top)
    {
        float baseline = top + Baseline;
        text.Write(panel.Title, FigureTheme.LeftMargin, baseline, FigureTheme.TitleSize, FigureTheme.Ink, bold: true);

        // From right to left, so that the legend ends where the panel does.
        float right = FigureTheme.Width - FigureTheme.RightMargin;
        if (panel.Alarms.Count > 0)
        {
            right = WriteEntry(panel.Alarms[0].Name, text, baseline, right);
            DrawAlarm(canvas, right, baseline);
            right -= SampleWidth + 14;
        }

        // A single line needs no name: the title has said it.
        int entries = panel.Series.Count > 1 || panel.Alarms.Count > 0 ? panel.Series.Count : 0;
        for (int i = entries - 1; i >= 0; i--)
        {
            right = WriteEntry(panel.Series[i].Name, text, baseline, right);
            DrawLine(i, canvas, right, baseline);
            right -= SampleWidth + 14;
        }
    }

    private static float WriteEntry(string name, FigureText text, float baseline, float right)
    {
        float left = right - FigureText.Measure(name, FigureTheme.TextSize);
        text.Write(name, left, baseline, FigureTheme.TextSize, FigureTheme.Ink);
        return left - 6;
    }

    private static void DrawLine(int series, SKCanvas canvas, float right, float baseline)
    {
        float y = baseline - (FigureTheme.TextSize * 0.36f);
        using Paint paint = Paint.NewDisposablePaint();
        LineStyle line = new() { Color = FigureTheme.ColorOf(series), Width = FigureTheme.WidthOf(series) };
        Drawing.DrawLine(canvas, paint, new PixelLine(right - SampleWidth, y, right, y), line);
        Drawing.DrawMarker(canvas, paint, new Pixel(right - (SampleWidth / 2), y), FigureTheme.MarkerStyleOf(series));
    }

    private static void DrawAlarm(SKCanvas canvas, float right, float baseline)
    {
        using SKPaint paint = new() { Color = FigureTheme.Alarm.ToSKColor() };
        float top = baseline - FigureTheme.TextSize;
        canvas.DrawRect(SKRect.Create(right - SampleWidth, top, SampleWidth, FigureTheme.TextSize), paint);
    }
}
