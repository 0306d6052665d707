using System.Collections.Generic;

namespace Experiments.Scenario.Expressions;

/// <summary>A value that an expression works with.</summary>
public abstract record ExpressionValue
{
    private ExpressionValue()
    {
    }

    /// <summary>What it is, for messages: "a list of 4 numbers".</summary>
    public abstract string Description { get; }

    /// <summary>A number with its unit.</summary>
    /// <param name="Amount">The number in that unit.</param>
    /// <param name="Measure">The unit.</param>
    public sealed record Number(double Amount, Measure Measure) : ExpressionValue
    {
        /// <inheritdoc/>
        public override string Description => Measure.ToString();
    }

    /// <summary>Several numbers of one unit.</summary>
    /// <param name="Amounts">The numbers.</param>
    /// <param name="Measure">Their unit.</param>
    public sealed record List(IReadOnlyList<double> Amounts, Measure Measure) : ExpressionValue
    {
        /// <inheritdoc/>
        public override string Description => $"a list of {Amounts.Count} numbers";
    }

    /// <summary>A word, such as the name of a congestion control.</summary>
    /// <param name="Value">The word.</param>
    public sealed record Text(string Value) : ExpressionValue
    {
        /// <inheritdoc/>
        public override string Description => $"the word '{Value}'";
    }

    /// <summary>True or false.</summary>
    /// <param name="Value">Which.</param>
    public sealed record Truth(bool Value) : ExpressionValue
    {
        /// <inheritdoc/>
        public override string Description => Value ? "true" : "false";
    }
}
