namespace Experiments.Scenario.Records;

/// <summary>How a figure of a sweep is drawn.</summary>
public enum SweepFigureKind
{
    /// <summary>Means over the seeds, joined by lines, with bands of their confidence.</summary>
    Lines,

    /// <summary>Groups of bars, one group for each value on the horizontal axis.</summary>
    Bars,

    /// <summary>A field of colours: one parameter across, one upwards, the mean as the colour.</summary>
    HeatMap,

    /// <summary>The share of runs at or below each value.</summary>
    Ecdf,
}
