using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Experiments.Scenario.Expressions;

/// <summary>Cuts an expression into words.</summary>
internal static class Lexer
{
    private static readonly string[] _symbols =
        ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ".", ","];

    /// <summary>The words of the text, the last of kind <see cref="TokenKind.End"/>.</summary>
    public static List<Token> Read(string text)
    {
        List<Token> tokens = [];
        int at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at == text.Length)
            {
                tokens.Add(new Token(TokenKind.End, "", 0, Measure.Plain, at));
                return tokens;
            }

            char c = text[at];
            Token token = char.IsAsciiDigit(c) ? Number(text, ref at)
                : char.IsAsciiLetter(c) || c == '_' ? Name(text, ref at)
                : c is '"' or '\'' ? Quoted(text, ref at)
                : Symbol(text, ref at);
            tokens.Add(token);
        }
    }

    private static Token Number(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at])
            || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))))
        {
            at++;
        }

        ReadOnlySpan<char> digits = text.AsSpan(start, at - start);
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double amount))
        {
            throw new ExpressionException(start, $"'{text[start..at]}' is not a number");
        }

        int unitAt = at;
        while (unitAt < text.Length && text[unitAt] == ' ')
        {
            unitAt++;
        }

        foreach ((string name, Measure measure) in Measure.Units)
        {
            int end = unitAt + name.Length;
            bool matches = string.CompareOrdinal(text, unitAt, name, 0, name.Length) == 0
                && (end >= text.Length || !(char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '/'));
            if (matches)
            {
                at = end;
                return measure.Dimension == Dimension.None
                    ? new Token(TokenKind.Number, text[start..at], amount * measure.Scale, Measure.Plain, start)
                    : new Token(TokenKind.Number, text[start..at], amount, measure, start);
            }
        }

        return new Token(TokenKind.Number, text[start..at], amount, Measure.Plain, start);
    }

    // Names contain '-' (push-server), but do not end in it.
    private static Token Name(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'
            || (text[at] == '-' && at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1]))))
        {
            at++;
        }

        return new Token(TokenKind.Name, text[start..at], 0, Measure.Plain, start);
    }

    private static Token Quoted(string text, ref int at)
    {
        int start = at;
        int end = text.IndexOf(text[start], start + 1);
        if (end < 0)
        {
            throw new ExpressionException(start, "a quoted word without its closing quote");
        }

        at = end + 1;
        return new Token(TokenKind.Quoted, text[(start + 1)..end], 0, Measure.Plain, start);
    }

    private static Token Symbol(string text, ref int at)
    {
        int start = at;
        string symbol = _symbols.FirstOrDefault(s => string.CompareOrdinal(text, start, s, 0, s.Length) == 0)
            ?? throw new ExpressionException(
                start,
                $"unexpected character '{text[start]}'; "
                    + $"allowed are {string.Join(' ', _symbols)} and the words and, or, not");
        at += symbol.Length;
        return new Token(TokenKind.Symbol, symbol, 0, Measure.Plain, start);
    }
}
