using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Reading;

namespace Experiments.Scenario.Expressions;

/// <summary>A recursive-descent parser for the grammar of <see cref="Condition"/>, with bounded depth.</summary>
internal sealed class ExpressionParser
{
    private const int LongestText = 4096;
    private const int MaxDepth = 64;

    private static readonly string[] _functions = ["abs", "ceil", "jain", "log", "max", "mean", "min", "percentile", "pow", "sqrt", "sum"];
    private static readonly string[] _comparisons = ["==", "!=", "<", "<=", ">", ">="];

    private readonly List<Token> _tokens;
    private readonly List<ValuePath> _paths = [];
    private int _next;
    private int _depth;

    /// <summary>Starts reading a text.</summary>
    public ExpressionParser(string text)
    {
        if (text.Length > LongestText)
        {
            throw new ExpressionException(0, $"an expression of {text.Length} characters; the limit is {LongestText}");
        }

        _tokens = Lexer.Read(text);
    }

    /// <summary>The paths found, in the order written.</summary>
    public IReadOnlyList<ValuePath> Paths => _paths;

    private Token Next => _tokens[_next];

    /// <summary>Reads the whole text as one expression.</summary>
    public Expression Parse()
    {
        Expression root = ReadOr();
        return Next.Kind == TokenKind.End
            ? root
            : throw new ExpressionException(Next.Offset, _comparisons.Contains(Next.Text)
                ? $"found {Next} behind a comparison; join comparisons with 'and'"
                : $"found {Next}, expected an operator or the end");
    }

    private Expression ReadOr() => ReadLeftToRight(ReadAnd, TokenKind.Name, "or");

    private Expression ReadAnd() => ReadLeftToRight(ReadNot, TokenKind.Name, "and");

    private Expression ReadNot()
    {
        int offset = Next.Offset;
        return TryTake(TokenKind.Name, "not") is null
            ? ReadComparison()
            : new Expression.Unary("not", Nested(ReadNot), offset);
    }

    private Expression ReadComparison()
    {
        Expression left = ReadSum();
        if (TryTake(TokenKind.Symbol, _comparisons) is not Token comparison)
        {
            return left;
        }

        Expression right = ReadSum();
        if (TryTake(TokenKind.Name, "within") is not Token within)
        {
            return new Expression.Binary(comparison.Text, left, right, comparison.Offset);
        }

        return comparison.Text == "=="
            ? new Expression.Near(left, right, ReadSum(), comparison.Offset)
            : throw new ExpressionException(within.Offset, $"found 'within' behind '{comparison.Text}'; it belongs to '=='");
    }

    private Expression ReadSum() => ReadLeftToRight(ReadProduct, TokenKind.Symbol, "+", "-");

    private Expression ReadProduct() => ReadLeftToRight(ReadSign, TokenKind.Symbol, "*", "/");

    private Expression ReadLeftToRight(Func<Expression> operand, TokenKind kind, params string[] operators)
    {
        Expression left = operand();
        while (TryTake(kind, operators) is Token found)
        {
            left = new Expression.Binary(found.Text, left, operand(), found.Offset);
        }

        return left;
    }

    private Expression ReadSign()
    {
        int offset = Next.Offset;
        return TryTake(TokenKind.Symbol, "-") is null
            ? ReadPrimary()
            : new Expression.Unary("-", Nested(ReadSign), offset);
    }

    private Expression ReadPrimary()
    {
        Token token = Next;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _next++;
                return new Expression.Literal(new ExpressionValue.Number(token.Amount, token.Measure), token.Offset);
            case TokenKind.Quoted:
                _next++;
                return new Expression.Literal(new ExpressionValue.Text(token.Text), token.Offset);
            case TokenKind.Name when token.Text is "true" or "false":
                _next++;
                return new Expression.Literal(new ExpressionValue.Truth(token.Text == "true"), token.Offset);
            case TokenKind.Name when token.Text is not ("and" or "or" or "not" or "within"):
                return _tokens[_next + 1] is { Kind: TokenKind.Symbol, Text: "(" } ? ReadCall() : ReadPath();
            case TokenKind.Symbol when token.Text == "(":
                _next++;
                Expression inner = Nested(ReadOr);
                Expect(")");
                return inner;
            default:
                throw new ExpressionException(token.Offset, $"found {token}, expected a number, a path or '('");
        }
    }

    private Expression.Call ReadCall()
    {
        Token name = Next;
        if (!_functions.Contains(name.Text))
        {
            throw new ExpressionException(
                name.Offset, $"unknown function '{name.Text}'; {Spelling.Suggest(name.Text, _functions)}");
        }

        _next += 2;
        List<Expression> arguments = [Nested(ReadOr)];
        while (TryTake(TokenKind.Symbol, ",") is not null)
        {
            arguments.Add(Nested(ReadOr));
        }

        Expect(")");
        return new Expression.Call(name.Text, arguments, name.Offset);
    }

    private Expression.Lookup ReadPath()
    {
        int offset = Next.Offset;
        List<PathStep> steps = [new(Next.Text, 0)];
        _next++;
        while (TryTake(TokenKind.Symbol, ".", "[") is Token separator)
        {
            Token step = Next;
            _next++;
            bool item = separator.Text == "[";
            if (!item && step is { Kind: TokenKind.Symbol, Text: PathStep.AnyName })
            {
                steps.Add(PathStep.Any);
                continue;
            }

            bool fits = item
                ? step is { Kind: TokenKind.Number, Amount: >= 0 and <= int.MaxValue }
                    && step.Amount == Math.Truncate(step.Amount)
                : step.Kind is TokenKind.Name or TokenKind.Quoted;
            if (!fits)
            {
                throw new ExpressionException(
                    step.Offset, $"found {step} in a path, expected {(item ? "the number of an item" : "a name")}");
            }

            steps.Add(item ? new(null, (int)step.Amount) : new(step.Text, 0));
            if (item)
            {
                Expect("]");
            }
        }

        ValuePath path = new(steps, offset);
        _paths.Add(path);
        return new Expression.Lookup(path, offset);
    }

    private Expression Nested(Func<Expression> read)
    {
        if (++_depth > MaxDepth)
        {
            throw new ExpressionException(Next.Offset, $"nested deeper than {MaxDepth} levels");
        }

        Expression inner = read();
        _depth--;
        return inner;
    }

    private void Expect(string symbol)
    {
        if (TryTake(TokenKind.Symbol, symbol) is null)
        {
            throw new ExpressionException(Next.Offset, $"found {Next}, expected '{symbol}'");
        }
    }

    private Token? TryTake(TokenKind kind, params ReadOnlySpan<string> texts)
    {
        Token token = Next;
        if (token.Kind != kind || !texts.Contains(token.Text))
        {
            return null;
        }

        _next++;
        return token;
    }
}
