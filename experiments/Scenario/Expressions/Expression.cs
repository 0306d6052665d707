using System.Collections.Generic;

namespace Experiments.Scenario.Expressions;

/// <summary>A node of a parsed expression.</summary>
/// <param name="Offset">Where it starts in the text, from 0.</param>
internal abstract record Expression(int Offset)
{
    /// <summary>A number, a quoted word, true or false.</summary>
    public sealed record Literal(ExpressionValue Value, int Offset) : Expression(Offset);

    /// <summary>A path, or a word that is no path.</summary>
    public sealed record Lookup(ValuePath Path, int Offset) : Expression(Offset);

    /// <summary><c>not</c> or a minus sign.</summary>
    public sealed record Unary(string Operator, Expression Operand, int Offset) : Expression(Offset);

    /// <summary>Two operands with an operator between them.</summary>
    public sealed record Binary(string Operator, Expression Left, Expression Right, int Offset) : Expression(Offset);

    /// <summary>Two numbers that are equal but for a tolerance.</summary>
    public sealed record Near(Expression Left, Expression Right, Expression Tolerance, int Offset) : Expression(Offset);

    /// <summary>A function with its arguments.</summary>
    public sealed record Call(string Function, IReadOnlyList<Expression> Arguments, int Offset) : Expression(Offset);
}
