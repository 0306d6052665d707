namespace Results.Figures;

/// <summary>How a chart is drawn.</summary>
public enum ChartKind
{
    /// <summary>Lines through means, with bands.</summary>
    Lines,

    /// <summary>Groups of bars with whiskers.</summary>
    Bars,

    /// <summary>A field of coloured cells.</summary>
    HeatMap,

    /// <summary>The share of values at or below each value, as steps.</summary>
    Ecdf,
}
