using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Composition;

/// <summary>Draws from the distributions of scenarios.</summary>
internal static class Distributions
{
    /// <summary>The mean where it is written in the scenario; null where it follows from other keys.</summary>
    public static double? MeanOf(Distribution distribution) => distribution switch
    {
        Distribution.Constant constant => constant.Value,
        Distribution.Exponential exponential => exponential.Mean,
        Distribution.Uniform uniform => (uniform.Low + uniform.High) / 2,
        Distribution.Pareto pareto => pareto.Mean,
        _ => null,
    };

    /// <summary>Draws a value.</summary>
    /// <param name="distribution">The distribution.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="mean">The mean where the scenario does not say it.</param>
    public static double Draw(Distribution distribution, RandomStream random, double mean) => distribution switch
    {
        Distribution.Constant constant => constant.Value ?? mean,
        Distribution.Exponential exponential => random.NextExponential(exponential.Mean ?? mean),
        Distribution.Uniform uniform => random.NextUniform(uniform.Low, uniform.High),
        Distribution.Pareto pareto => random.NextPareto(pareto.Shape, pareto.Mean),
        _ => mean,
    };
}
