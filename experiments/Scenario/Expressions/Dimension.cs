namespace Experiments.Scenario.Expressions;

/// <summary>What a number in an expression measures.</summary>
public enum Dimension
{
    /// <summary>A plain number; it takes the unit of what it is compared with.</summary>
    None,

    /// <summary>A time, in seconds at scale 1.</summary>
    Time,

    /// <summary>A rate, in bits per second at scale 1.</summary>
    Rate,

    /// <summary>A size, in bytes at scale 1.</summary>
    Size,
}
