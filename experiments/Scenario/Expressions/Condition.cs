using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Experiments.Scenario.Expressions;

/// <summary>A condition such as <c>players.client.stalls == 0 and connections.push-server.subflows == 4</c>.</summary>
/// <remarks>
/// Grammar, loosest first: <c>or</c>; <c>and</c>; <c>not</c>; one comparison (== != &lt; &lt;= &gt; &gt;=), where == may
/// be followed by <c>within</c> and a tolerance; + and -; * and /; a sign; numbers with or without a unit, paths, words,
/// quoted words, <c>true</c>, <c>false</c>, brackets, and the functions abs, ceil, sqrt, log (natural), pow, min, max, sum, mean, jain (the fairness
/// of shares: 1 where all are equal) and percentile (its first argument says which, 0 to 100). A minus that follows a
/// name needs a space before it, since names contain '-'. A plain number has the unit of what it is added to or compared
/// with; units of one kind are converted. A tolerance with a unit is absolute; a plain one is a share of the right side:
/// <c>a == b within 1 %</c>. The step <c>*</c> of a path means every name or item at that place, and gives a list.
/// </remarks>
public sealed class Condition
{
    private readonly Expression _root;

    private Condition(string text, Expression root, IReadOnlyList<ValuePath> paths)
    {
        Text = text;
        _root = root;
        Paths = paths;
    }

    /// <summary>The condition as written.</summary>
    public string Text { get; }

    /// <summary>The paths that occur in it, in the order written.</summary>
    public IReadOnlyList<ValuePath> Paths { get; }

    /// <summary>Reads a condition.</summary>
    /// <returns>False when it is malformed; <paramref name="error"/> says where and why.</returns>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out Condition? condition, [NotNullWhen(false)] out ConditionError? error)
    {
        try
        {
            ExpressionParser parser = new(text);
            condition = new Condition(text, parser.Parse(), parser.Paths);
            error = null;
            return true;
        }
        catch (ExpressionException problem)
        {
            condition = null;
            error = new ConditionError(problem.Offset, problem.Message);
            return false;
        }
    }

    /// <summary>Finds out whether it holds.</summary>
    public ConditionResult Evaluate(IValueScope scope)
    {
        Evaluator evaluator = new(scope);
        try
        {
            bool holds = evaluator.Truth(_root);
            return new ConditionResult(holds, evaluator.LeftSide(_root), null) { Expected = evaluator.RightSide(_root) };
        }
        catch (ExpressionException problem)
        {
            return new ConditionResult(false, null, problem.Message);
        }
    }

    /// <summary>Works it out as a quantity, which need not be true or false.</summary>
    /// <param name="scope">Where its paths lead.</param>
    /// <param name="problem">Why there is no value; null if there is one.</param>
    public ExpressionValue? Quantity(IValueScope scope, out string? problem)
    {
        try
        {
            problem = null;
            return new Evaluator(scope).Evaluate(_root);
        }
        catch (ExpressionException error)
        {
            problem = error.Message;
            return null;
        }
    }

    /// <summary>The condition as written.</summary>
    public override string ToString() => Text;
}
