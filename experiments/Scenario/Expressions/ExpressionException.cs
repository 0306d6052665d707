using System;

namespace Experiments.Scenario.Expressions;

/// <summary>Ends the reading or the evaluation of one expression; never leaves <see cref="Condition"/>.</summary>
internal sealed class ExpressionException(int offset, string message) : Exception(message)
{
    /// <summary>The character of the expression that it is about, from 0.</summary>
    public int Offset => offset;
}
