using System;
using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Scenario.Writing;

/// <summary>Writes distributions as the user would.</summary>
internal static class DistributionText
{
    /// <summary>A distribution of times.</summary>
    public static string Time(Distribution distribution) =>
        Of(distribution, seconds => Duration.FromSeconds(seconds).ToString());

    /// <summary>A distribution of quantities.</summary>
    /// <param name="distribution">The distribution.</param>
    /// <param name="quantity">Writes a value with its unit.</param>
    public static string Of(Distribution distribution, Func<double, string> quantity) => distribution switch
    {
        Distribution.Constant { Value: double value } => quantity(value),
        Distribution.Exponential { Mean: double mean } => $"exponential({quantity(mean)})",
        Distribution.Uniform uniform => $"uniform({quantity(uniform.Low)}, {quantity(uniform.High)})",
        Distribution.Pareto pareto => FormattableString.Invariant($"pareto({pareto.Shape}, {quantity(pareto.Mean)})"),
        _ => distribution.ToString(),
    };
}
