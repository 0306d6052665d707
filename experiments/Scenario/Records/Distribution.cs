using System.Globalization;

namespace Experiments.Scenario.Records;

/// <summary>
/// A distribution of random times (in seconds) or sizes (in bytes); the key it stands under says which.
/// </summary>
public abstract record Distribution
{
    private Distribution()
    {
    }

    /// <summary>Always the same value.</summary>
    /// <param name="Value">The value; null where it follows from other keys.</param>
    public sealed record Constant(double? Value) : Distribution
    {
        /// <inheritdoc/>
        public override string ToString() =>
            Value is double value ? string.Create(CultureInfo.InvariantCulture, $"constant({value})") : "constant";
    }

    /// <summary>Exponentially distributed.</summary>
    /// <param name="Mean">The mean; null where it follows from other keys.</param>
    public sealed record Exponential(double? Mean) : Distribution
    {
        /// <inheritdoc/>
        public override string ToString() =>
            Mean is double mean ? string.Create(CultureInfo.InvariantCulture, $"exponential({mean})") : "exponential";
    }

    /// <summary>Uniformly distributed.</summary>
    /// <param name="Low">The smallest value.</param>
    /// <param name="High">The largest value.</param>
    public sealed record Uniform(double Low, double High) : Distribution
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"uniform({Low}, {High})");
    }

    /// <summary>Pareto distributed.</summary>
    /// <param name="Shape">The tail index, above 1 so that there is a mean.</param>
    /// <param name="Mean">The mean.</param>
    public sealed record Pareto(double Shape, double Mean) : Distribution
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"pareto({Shape}, {Mean})");
    }
}
