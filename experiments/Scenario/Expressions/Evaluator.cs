using System;
using System.Collections.Generic;
using System.Linq;

namespace Experiments.Scenario.Expressions;

/// <summary>Works an expression out; what cannot be worked out throws <see cref="ExpressionException"/>.</summary>
internal sealed class Evaluator(IValueScope scope)
{
    // Converting between units may cost the last digit; anything nearer than this is the same number.
    private const double RelativeTolerance = 1e-12;

    /// <summary>The value of an expression that must be true or false.</summary>
    public bool Truth(Expression expression) => Evaluate(expression) is ExpressionValue.Truth truth
        ? truth.Value
        : throw new ExpressionException(
            expression.Offset, $"is {Evaluate(expression).Description}, expected a comparison such as 'a == b'");

    /// <summary>The number on the left of a comparison, or null where the expression is none.</summary>
    public double? LeftSide(Expression expression) => expression switch
    {
        Expression.Near near => Number(near.Left).Amount,
        Expression.Binary { Operator: not ("and" or "or") } comparison
            when OperandOf(comparison.Left, comparison.Right) is ExpressionValue.Number number => number.Amount,
        _ => null,
    };

    /// <summary>What a comparison compares a number with, or null where the expression is no such comparison.</summary>
    public ExpectedNumber? RightSide(Expression expression)
    {
        switch (expression)
        {
            case Expression.Near near:
                (_, double expected, Measure measure) = Align(Number(near.Left), Number(near.Right), near.Offset);
                return new ExpectedNumber("==", expected, ToleranceOf(near, expected, measure));
            case Expression.Binary { Operator: not ("and" or "or") } comparison
                when OperandOf(comparison.Left, comparison.Right) is ExpressionValue.Number left
                && OperandOf(comparison.Right, comparison.Left) is ExpressionValue.Number right:
                return new ExpectedNumber(comparison.Operator, Align(left, right, comparison.Offset).Right, 0);
            default:
                return null;
        }
    }

    /// <summary>The value of an expression.</summary>
    public ExpressionValue Evaluate(Expression expression) => expression switch
    {
        Expression.Literal literal => literal.Value,
        Expression.Lookup lookup => scope.Find(lookup.Path, out string? problem)
            ?? throw new ExpressionException(lookup.Offset, problem ?? $"unknown path '{lookup.Path}'"),
        Expression.Unary { Operator: "not" } not => new ExpressionValue.Truth(!Truth(not.Operand)),
        Expression.Unary minus => Negate(Number(minus.Operand)),
        Expression.Binary { Operator: "and" } and => new ExpressionValue.Truth(Truth(and.Left) && Truth(and.Right)),
        Expression.Binary { Operator: "or" } or => new ExpressionValue.Truth(Truth(or.Left) || Truth(or.Right)),
        Expression.Binary { Operator: "+" or "-" or "*" or "/" } arithmetic => Calculate(arithmetic),
        Expression.Binary comparison => new ExpressionValue.Truth(Compare(comparison)),
        Expression.Near near => new ExpressionValue.Truth(IsNear(near)),
        Expression.Call call => Apply(call),
        _ => throw new InvalidOperationException($"No rule evaluates {expression}."),
    };

    private static ExpressionValue.Number Negate(ExpressionValue.Number number) =>
        number with { Amount = -number.Amount };

    private ExpressionValue.Number Calculate(Expression.Binary node)
    {
        ExpressionValue.Number left = Number(node.Left);
        ExpressionValue.Number right = Number(node.Right);
        switch (node.Operator)
        {
            case "+" or "-":
                (double a, double b, Measure measure) = Align(left, right, node.Offset);
                return new(node.Operator == "+" ? a + b : a - b, measure);
            case "*":
                return new(left.Amount * right.Amount, ProductMeasure(left.Measure, right.Measure));
            default:
                if (right.Amount == 0)
                {
                    throw new ExpressionException(node.Offset, "divides by zero");
                }

                // Two of a kind make a ratio; a time divided by a size has no unit that expressions know.
                return left.Measure.Dimension == right.Measure.Dimension
                    ? new(left.Amount * left.Measure.Scale / (right.Amount * right.Measure.Scale), Measure.Plain)
                    : new(
                        left.Amount / right.Amount,
                        right.Measure.Dimension == Dimension.None ? left.Measure : Measure.Plain);
        }
    }

    private static Measure ProductMeasure(Measure left, Measure right) =>
        left.Dimension == Dimension.None ? right : right.Dimension == Dimension.None ? left : Measure.Plain;

    private bool Compare(Expression.Binary node)
    {
        (Expression leftNode, Expression rightNode) = (node.Left, node.Right);
        ExpressionValue left = OperandOf(leftNode, rightNode);
        ExpressionValue right = OperandOf(rightNode, leftNode);
        if (left is ExpressionValue.Number a && right is ExpressionValue.Number b)
        {
            (double x, double y, _) = Align(a, b, node.Offset);
            bool equal = Math.Abs(x - y) <= RelativeTolerance * Math.Max(Math.Abs(x), Math.Abs(y));
            return node.Operator switch
            {
                "==" => equal,
                "!=" => !equal,
                "<" => x < y && !equal,
                "<=" => x < y || equal,
                ">" => x > y && !equal,
                _ => x > y || equal,
            };
        }

        bool comparable = (left, right) is (ExpressionValue.Text, ExpressionValue.Text)
            or (ExpressionValue.Truth, ExpressionValue.Truth);
        return comparable && node.Operator is "==" or "!="
            ? left == right == (node.Operator == "==")
            : throw new ExpressionException(
                node.Offset,
                $"cannot compare {left.Description} with {right.Description} by '{node.Operator}'{Hint(left, right)}");
    }

    private bool IsNear(Expression.Near near)
    {
        (double value, double expected, Measure measure) = Align(Number(near.Left), Number(near.Right), near.Offset);
        return Math.Abs(value - expected) <= ToleranceOf(near, expected, measure);
    }

    // A plain tolerance is a share of what is expected; one with a unit is meant as it is.
    private double ToleranceOf(Expression.Near near, double expected, Measure measure)
    {
        ExpressionValue.Number tolerance = Number(near.Tolerance);
        return tolerance.Measure.Dimension == Dimension.None
            ? tolerance.Amount * Math.Abs(expected)
            : Align(new(0, measure), tolerance, near.Tolerance.Offset).Right;
    }

    // A word that is no path stands for itself next to a word: congestion == cubic.
    private ExpressionValue OperandOf(Expression operand, Expression other)
    {
        bool word = operand is Expression.Lookup { Path.IsWord: true } lookup && scope.Find(lookup.Path, out _) is null
            && (other is not Expression.Lookup path || scope.Find(path.Path, out _) is ExpressionValue.Text)
            && Evaluate(other) is ExpressionValue.Text;
        return word ? new ExpressionValue.Text(((Expression.Lookup)operand).Path.ToString()) : Evaluate(operand);
    }

    private static string Hint(ExpressionValue left, ExpressionValue right) =>
        left is ExpressionValue.List || right is ExpressionValue.List
            ? "; choose one with [0], or use sum(), mean(), min() or max()" : "";

    private ExpressionValue.Number Apply(Expression.Call call)
    {
        switch (call.Function)
        {
            case "abs":
                ExpressionValue.Number number = Arguments(call, 1)[0];
                return number with { Amount = Math.Abs(number.Amount) };
            case "ceil":
                return Plain(call, 1, numbers => Math.Ceiling(numbers[0]));
            case "log":
                return Plain(call, 1, numbers => Math.Log(numbers[0]));
            case "sqrt":
                return Plain(call, 1, numbers => Math.Sqrt(numbers[0]));
            case "pow":
                return Plain(call, 2, numbers => Math.Pow(numbers[0], numbers[1]));
            case "percentile":
                (List<double> ranked, Measure unit) = Gather(call.Arguments.Skip(1));
                return Number(call.Arguments[0]).Amount is >= 0 and <= 100 and double percent && ranked.Count > 0
                    ? new(Aggregates.Percentile(ranked, percent), unit)
                    : throw new ExpressionException(
                        call.Offset, "percentile() takes a number from 0 to 100, and a list that is not empty");
            case "sum":
                (List<double> addends, Measure measure) = Gather(call.Arguments);
                return new(addends.Sum(), measure);
            default:
                return SumUp(call);
        }
    }

    private ExpressionValue.Number[] Arguments(Expression.Call call, int count) => call.Arguments.Count == count
        ? [.. call.Arguments.Select(Number)]
        : throw new ExpressionException(
            call.Offset, $"{call.Function}() takes {(count == 1 ? "one number" : "two numbers")}, found {call.Arguments.Count}");

    // Functions that make no sense of a unit.
    private ExpressionValue.Number Plain(Expression.Call call, int count, Func<double[], double> function)
    {
        ExpressionValue.Number[] numbers = Arguments(call, count);
        foreach (ExpressionValue.Number number in numbers.Where(number => number.Measure.Dimension != Dimension.None))
        {
            throw new ExpressionException(
                call.Offset, $"{call.Function}() of {number.Measure}; divide by a unit first, as in a / 1 s");
        }

        double result = function([.. numbers.Select(number => number.Amount)]);
        return double.IsFinite(result)
            ? new(result, Measure.Plain)
            : throw new ExpressionException(
                call.Offset, FormattableString.Invariant($"{call.Function}() of {numbers[0].Amount} is no number"));
    }

    private ExpressionValue.Number SumUp(Expression.Call call)
    {
        (List<double> amounts, Measure measure) = Gather(call.Arguments);
        return amounts.Count == 0
            ? throw new ExpressionException(call.Offset, $"{call.Function}() of an empty list")
            : call.Function switch
            {
                "mean" => new(amounts.Average(), measure),
                "min" => new(amounts.Min(), measure),
                "max" => new(amounts.Max(), measure),
                _ => new(Aggregates.Fairness(amounts), Measure.Plain),
            };
    }

    private (List<double> Amounts, Measure Measure) Gather(IEnumerable<Expression> arguments)
    {
        List<double> amounts = [];
        Measure measure = Measure.Plain;
        foreach (Expression argument in arguments)
        {
            ExpressionValue value = Evaluate(argument);
            (IReadOnlyList<double> found, Measure unit) = value switch
            {
                ExpressionValue.Number number => ([number.Amount], number.Measure),
                ExpressionValue.List list => (list.Amounts, list.Measure),
                _ => throw new ExpressionException(
                    argument.Offset, $"found {value.Description}, expected numbers or lists"),
            };
            foreach (double amount in found)
            {
                (_, double aligned, Measure common) = Align(new(0, measure), new(amount, unit), argument.Offset);
                amounts.Add(aligned);
                measure = common;
            }
        }

        return (amounts, measure);
    }

    private ExpressionValue.Number Number(Expression expression)
    {
        ExpressionValue value = Evaluate(expression);
        return value as ExpressionValue.Number
            ?? throw new ExpressionException(
                expression.Offset, $"found {value.Description}, expected a number{Hint(value, value)}");
    }

    // Both amounts in the left unit; a plain number takes the other's unit as it is.
    private static (double Left, double Right, Measure Measure) Align(
        ExpressionValue.Number left, ExpressionValue.Number right, int offset)
    {
        if (left.Measure.Dimension == Dimension.None || right.Measure.Dimension == Dimension.None)
        {
            return (left.Amount, right.Amount, left.Measure.Dimension == Dimension.None ? right.Measure : left.Measure);
        }

        return left.Measure.Dimension == right.Measure.Dimension
            ? (left.Amount, right.Amount * right.Measure.Scale / left.Measure.Scale, left.Measure)
            : throw new ExpressionException(offset, $"cannot combine {left.Measure} with {right.Measure}");
    }
}
