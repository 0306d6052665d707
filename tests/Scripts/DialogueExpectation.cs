using System;
using System.Globalization;
using Protocols.Core;

namespace Tests.Scripts;

/// <summary><c>expect NAME OPERATOR VALUE</c>: numbers and durations by any comparison, words by == and != only.</summary>
internal static class DialogueExpectation
{
    /// <summary>Checks an expectation.</summary>
    /// <exception cref="DialogueException">It does not hold, or cannot be read.</exception>
    public static void Check(DialogueLine line, IDialogueStack stack, Instant now)
    {
        string[] words = line.Text.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 4)
        {
            throw line.Fail("expected 'expect NAME OPERATOR VALUE'");
        }

        object value = stack.ValueOf(words[1], now) ?? throw line.Fail($"unknown name '{words[1]}'");
        if (!Holds(value, words[2], words[3], line))
        {
            throw line.Fail($"it is {value} at {now}");
        }
    }

    private static bool Holds(object value, string comparison, string text, DialogueLine line)
    {
        int? order = value switch
        {
            Duration duration when Duration.TryParse(text, out Duration other) =>
                duration.WholeMicroseconds.CompareTo(other.WholeMicroseconds),
            IConvertible and not string when decimal.TryParse(text, CultureInfo.InvariantCulture, out decimal other) =>
                Convert.ToDecimal(value, CultureInfo.InvariantCulture).CompareTo(other),
            string word when comparison is "==" or "!=" => string.CompareOrdinal(word, text),
            _ => null,
        };
        return (comparison, order) switch
        {
            (_, null) => throw line.Fail($"'{text}' cannot be compared with {value} by {comparison}"),
            ("==", _) => order == 0,
            ("!=", _) => order != 0,
            ("<", _) => order < 0,
            ("<=", _) => order <= 0,
            (">", _) => order > 0,
            (">=", _) => order >= 0,
            _ => throw line.Fail($"'{comparison}' is none of == != < <= > >="),
        };
    }
}
