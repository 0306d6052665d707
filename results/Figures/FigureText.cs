using ScottPlot;
using SkiaSharp;

namespace Results.Figures;

/// <summary>Writes text on a canvas in the figures' own typeface.</summary>
internal sealed class FigureText(SKCanvas canvas)
{
    /// <summary>Writes a line whose baseline begins at a point.</summary>
    public void Write(string text, float x, float y, float size, Color color, bool bold = false)
    {
        using SKFont font = Font(size, bold);
        using SKPaint paint = new() { Color = color.ToSKColor(), IsAntialias = true };
        canvas.DrawText(text, x, y, SKTextAlign.Left, font, paint);
    }

    /// <summary>How wide a line is.</summary>
    public static float Measure(string text, float size, bool bold = false)
    {
        using SKFont font = Font(size, bold);
        return font.MeasureText(text);
    }

    /// <summary>A name as it begins a title.</summary>
    public static string Capitalised(string name) =>
        name.Length > 0 ? $"{char.ToUpperInvariant(name[0])}{name[1..]}" : name;

    private static SKFont Font(float size, bool bold) =>
        new(bold ? FigureFont.SemiBold : FigureFont.Regular, size) { Subpixel = true, Edging = SKFontEdging.Antialias };
}
