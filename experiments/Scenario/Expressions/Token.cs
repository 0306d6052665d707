namespace Experiments.Scenario.Expressions;

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text, of a quoted word without its quotes.</param>
/// <param name="Amount">The number.</param>
/// <param name="Measure">The unit of the number.</param>
/// <param name="Offset">Where it starts, from 0.</param>
internal readonly record struct Token(TokenKind Kind, string Text, double Amount, Measure Measure, int Offset)
{
    /// <summary>What it is, for messages.</summary>
    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}
