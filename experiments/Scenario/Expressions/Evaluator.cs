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
    public double? LeftSide(Expression expression) =>
        expression is Expression.Binary { Operator: not ("and" or "or") } comparison
        && OperandOf(comparison.Left, comparison.Right) is ExpressionValue.Number number ? number.Amount : null;

    private ExpressionValue Evaluate(Expression expression) => expression switch
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
        if (call.Function == "abs")
        {
            ExpressionValue.Number number = call.Arguments.Count == 1
                ? Number(call.Arguments[0])
                : throw new ExpressionException(call.Offset, $"abs() takes one number, found {call.Arguments.Count}");
            return number with { Amount = Math.Abs(number.Amount) };
        }

        (List<double> amounts, Measure measure) = Gather(call);
        double result = call.Function switch
        {
            "sum" => amounts.Sum(),
            _ when amounts.Count == 0 => throw new ExpressionException(
                call.Offset, $"{call.Function}() of an empty list"),
            "mean" => amounts.Average(),
            "min" => amounts.Min(),
            _ => amounts.Max(),
        };
        return new(result, measure);
    }

    private (List<double> Amounts, Measure Measure) Gather(Expression.Call call)
    {
        List<double> amounts = [];
        Measure measure = Measure.Plain;
        foreach (Expression argument in call.Arguments)
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
