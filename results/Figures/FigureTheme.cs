using System.Collections.Generic;
using ScottPlot;

namespace Results.Figures;

/// <summary>How figures look: colours, marks and measures, in pixels of a page 720 wide.</summary>
/// <remarks>
/// The colours are those of Okabe and Ito ("Color Universal Design", 2008), which people with any colour vision tell
/// apart; every line also has a mark and a width of its own, for prints without colour. Dashes are not used: the SVG
/// writer below ScottPlot drops them.
/// </remarks>
internal static class FigureTheme
{
    public const int Width = 720;
    public const int PanelHeight = 232;
    public const int EventsHeight = 26;
    public const int AxisHeight = 44;
    public const float PngScale = 2.5f;

    public const float LeftMargin = 56;
    public const float RightMargin = 16;
    public const float TitleHeight = 34;
    public const float PanelGap = 20;

    public const float TitleSize = 15;
    public const float TextSize = 13;
    public const float SmallTextSize = 11;

    public static readonly Color Ink = new(0x1F, 0x29, 0x33);
    public static readonly Color FaintInk = new(0x5B, 0x67, 0x73);
    public static readonly Color Grid = new(0xE3, 0xE7, 0xEB);
    public static readonly Color PhaseShade = new(0xF3, 0xF5, 0xF7);
    public static readonly Color EventLine = new(0x8A, 0x94, 0x9E);
    public static readonly Color Alarm = new(0xD5, 0x3B, 0x2F, 0x50);

    private static readonly Color[] _colors =
    [
        new(0x00, 0x72, 0xB2), new(0xD5, 0x5E, 0x00), new(0x00, 0x9E, 0x73), new(0xCC, 0x79, 0xA7),
        new(0x56, 0xB4, 0xE9), new(0xE6, 0x9F, 0x00), new(0x33, 0x33, 0x33), new(0xB8, 0xA9, 0x00),
    ];

    private static readonly MarkerShape[] _markers =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
        MarkerShape.FilledTriangleDown,
    ];

    private static readonly float[] _widths = [2.4f, 1.5f];

    public static Color ColorOf(int series) => At(_colors, series);

    public static MarkerStyle MarkerStyleOf(int series) => new(At(_markers, series), 7, ColorOf(series));

    public static float WidthOf(int series) => At(_widths, series);

    private static T At<T>(IReadOnlyList<T> values, int index) => values[index % values.Count];
}
