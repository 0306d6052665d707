using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using SkiaSharp;

namespace Results.Figures;

/// <summary>Turns what is drawn on a canvas into a file: PNG (1800 pixels wide, for print) or SVG.</summary>
internal static class FigureImage
{
    /// <summary>The drawing as a PNG image.</summary>
    /// <param name="height">Its height, in the pixels of <see cref="FigureTheme"/>.</param>
    /// <param name="draw">Draws it.</param>
    public static byte[] Png(int height, Action<SKCanvas> draw)
    {
        SKImageInfo size = new((int)(FigureTheme.Width * FigureTheme.PngScale), (int)(height * FigureTheme.PngScale));
        using SKSurface surface = SKSurface.Create(size);
        surface.Canvas.Scale(FigureTheme.PngScale);
        draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }

    /// <summary>The drawing as an SVG document.</summary>
    /// <param name="height">Its height, in the pixels of <see cref="FigureTheme"/>.</param>
    /// <param name="draw">Draws it.</param>
    public static string Svg(int height, Action<SKCanvas> draw)
    {
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(FigureTheme.Width, height), stream))
        {
            draw(canvas);
        }

        string svg = Encoding.UTF8.GetString(stream.ToArray());
        string size = string.Create(CultureInfo.InvariantCulture, $"width=\"{FigureTheme.Width}\" height=\"{height}\"");
        string box = string.Create(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {FigureTheme.Width} {height}\"");

        // With a view box the picture can be shown at any width. To wipe the canvas means nothing in SVG: it leaves a
        // black page under the white one. Whoever looks at it may not have our typeface: any plain one will do.
        svg = svg.Replace($"{size}>", $"{size} {box}>", StringComparison.Ordinal)
            .Replace($"<rect {size}/>", "", StringComparison.Ordinal)
            .Replace("font-weight=\"500\"", "font-weight=\"600\"", StringComparison.Ordinal);
        return Regex.Replace(
            svg,
            "font-family=\"[^\"]*\"",
            $"font-family=\"{FigureFont.FamilyName}, Helvetica, Arial, sans-serif\"");
    }
}
