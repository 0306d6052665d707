using System;
using System.IO;
using ScottPlot;
using SkiaSharp;

namespace Results.Figures;

/// <summary>
/// The typeface of all figures, Inter, which this assembly carries: figures look the same on every machine and are
/// legible on one that has no fonts.
/// </summary>
internal sealed class FigureFont : IFontResolver
{
    public const string FamilyName = "Inter";

    // ScottPlot looks typefaces up by name in a list of its own, which must know ours before the first plot is drawn.
    private static readonly Lazy<string> _registeredName = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new FigureFont());
        return FamilyName;
    });

    private static readonly Lazy<SKTypeface> _regular = new(() => Load("Inter-Regular.otf"));
    private static readonly Lazy<SKTypeface> _semiBold = new(() => Load("Inter-SemiBold.otf"));

    private FigureFont()
    {
    }

    public static SKTypeface Regular => _regular.Value;

    public static SKTypeface SemiBold => _semiBold.Value;

    /// <summary>Sets the texts of a plot in the typeface, whatever fonts the machine has.</summary>
    public static void Apply(Plot plot) => plot.Font.Set(_registeredName.Value);

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic)
    {
        if (fontName != FamilyName)
        {
            return null;
        }

        return bold ? Load("Inter-SemiBold.otf") : Load("Inter-Regular.otf");
    }

    private static SKTypeface Load(string resource)
    {
        using Stream stream = typeof(FigureFont).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly lacks its font {resource}.");
        return SKTypeface.FromStream(stream);
    }
}
