using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Experiments.Scenario.Records;
using Experiments.Scenario.Yaml;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Turns fields into typed values; null where the field is not given, or is wrong, which is logged.</summary>
/// <param name="log">Where errors go.</param>
internal sealed class ValueReader(ErrorLog log)
{
    private const int LongestName = 64;

    /// <summary>A time of 0 or more.</summary>
    public Duration? TimeFromZero(Field field) => Time(field) is Duration time
        ? Check(field, time, time >= Duration.Zero, "is negative; a time here is 0 s or more")
        : null;

    /// <summary>A time above 0.</summary>
    public Duration? PositiveTime(Field field) => Time(field) is Duration time
        ? Check(field, time, time > Duration.Zero, $"is {SignOf(time.Picoseconds)}; a time here is above 0 s")
        : null;

    /// <summary>A rate of 0 or more.</summary>
    public BitRate? RateFromZero(Field field) => Rate(field) is BitRate rate
        ? Check(field, rate, rate.BitsPerSecond >= 0, "is negative; a rate here is 0 bit/s or more")
        : null;

    /// <summary>A rate above 0.</summary>
    public BitRate? PositiveRate(Field field) => Rate(field) is BitRate rate
        ? Check(field, rate, rate.BitsPerSecond > 0, $"is {SignOf(rate.BitsPerSecond)}; a rate here is above 0 bit/s")
        : null;

    /// <summary>A size within limits.</summary>
    public ByteSize? Size(Field field, ByteSize smallest, ByteSize largest)
    {
        if (Text(field) is not string text)
        {
            return null;
        }

        if (!ByteSize.TryParse(text, out ByteSize size))
        {
            return Refuse<ByteSize>(field, Unit.Size.Explain(text));
        }

        string largestText = largest.Bytes == long.MaxValue ? "or more" : $"to {largest}";
        return Check(
            field, size, size >= smallest && size <= largest,
            $"is out of range; a size here is {smallest} {largestText}");
    }

    /// <summary>A probability: <c>1 %</c> or <c>0.01</c>.</summary>
    public double? Loss(Field field)
    {
        if (Text(field) is not string text)
        {
            return null;
        }

        bool percent = text.EndsWith('%');
        string number = percent ? text[..^1].TrimEnd() : text;
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            return Refuse<double>(field, $"'{text}' is not a probability; write '1 %' or '0.01'");
        }

        double loss = percent ? value / 100 : value;
        return Check(field, loss, loss is >= 0 and <= 1, "is out of range; a probability is 0 to 1, or 0 % to 100 %");
    }

    /// <summary>A whole number within limits.</summary>
    public long? Integer(Field field, long smallest, long largest)
    {
        if (Text(field) is not string text)
        {
            return null;
        }

        bool whole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value);
        string range = largest == long.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"{smallest} or more")
            : string.Create(CultureInfo.InvariantCulture, $"{smallest} to {largest}");
        return whole
            ? Check(field, value, value >= smallest && value <= largest, $"is out of range; allowed is {range}")
            : Refuse<long>(field, $"'{text}' is not a whole number; allowed is {range}");
    }

    /// <summary>A number above 0 and at most <paramref name="largest"/>.</summary>
    public double? PositiveNumber(Field field, double largest)
    {
        if (Text(field) is not string text)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? Check(field, value, value > 0 && value <= largest, string.Create(
                CultureInfo.InvariantCulture, $"is out of range; allowed is above 0, up to {largest}"))
            : Refuse<double>(field, $"'{text}' is not a number");
    }

    /// <summary>True or false.</summary>
    public bool? Flag(Field field) => Choice(field, ("true", true), ("false", false));

    /// <summary>One of a few words.</summary>
    public T? Choice<T>(Field field, params ReadOnlySpan<(string Word, T Meaning)> choices)
        where T : struct
    {
        if (Text(field) is not string text)
        {
            return null;
        }

        List<string> words = [];
        foreach ((string word, T meaning) in choices)
        {
            if (word == text)
            {
                return meaning;
            }

            words.Add(word);
        }

        return Refuse<T>(field, $"unknown value '{text}'; {Spelling.Suggest(text, words)}");
    }

    /// <summary>A name of something registered elsewhere.</summary>
    /// <param name="field">The field.</param>
    /// <param name="what">What it names: "scheduler".</param>
    /// <param name="known">The known names.</param>
    public Reference? Known(Field field, string what, IReadOnlyCollection<string> known)
    {
        if (Reference(field) is not Reference reference)
        {
            return null;
        }

        return known.Contains(reference.Name)
            ? reference
            : Refuse<Reference>(field, $"unknown {what} '{reference.Name}'; {Spelling.Suggest(reference.Name, known)}");
    }

    /// <summary>A name that refers to something in the same file; whether that exists is checked later.</summary>
    public Reference? Reference(Field field) => Text(field) is string text ? new Reference(text, field.At) : null;

    /// <summary>A name that the user gives to something: up to 64 letters, digits, '-' and '_'.</summary>
    public Reference? NewName(Field field) =>
        Reference(field) is Reference name && IsName(name, field.Path) ? name : null;

    /// <summary>Whether a key is fit to be a name; an error if not.</summary>
    public bool IsName(Reference name, string path)
    {
        bool fits = name.Name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name.Name[0])
            && name.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        if (!fits)
        {
            log.Add(name.At, $"{path}: '{name.Name}' is not a name; "
                + $"names are up to {LongestName} letters, digits, '-' and '_', and start with a letter or digit");
        }

        return fits;
    }

    /// <summary>A single value as text, not empty.</summary>
    public string? Text(Field field)
    {
        if (field.Node is null or ScalarNode { Text.Length: > 0 })
        {
            return (field.Node as ScalarNode)?.Text;
        }

        log.Add(field.At, $"{field.Path}: found {field.Node.Description}, expected a single value");
        return null;
    }

    /// <summary>The keys of a mapping.</summary>
    public MappingFields? Mapping(Field field)
    {
        if (field.Node is null or MappingNode)
        {
            return field.Node is MappingNode mapping ? new MappingFields(mapping, field.Path, log) : null;
        }

        log.Add(field.At, $"{field.Path}: found {field.Node.Description}, expected a group of keys");
        return null;
    }

    /// <summary>The entries of a mapping whose keys the user chose.</summary>
    public IEnumerable<(Reference Key, Field Value)> Named(Field field)
    {
        MappingNode? mapping = Mapping(field)?.Node;
        return mapping is null
            ? []
            : mapping.Entries.Select(entry => (
                new Reference(entry.Key.Text, entry.Key.At), new Field($"{field.Path}.{entry.Key.Text}", entry.Value)));
    }

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<Field> List(Field field)
    {
        if (field.Node is null or SequenceNode)
        {
            return field.Node is SequenceNode sequence
                ? [.. sequence.Items.Select((item, i) => new Field(
                    string.Create(CultureInfo.InvariantCulture, $"{field.Path}[{i}]"), item))]
                : [];
        }

        log.Add(field.At, $"{field.Path}: found {field.Node.Description}, expected a list");
        return [];
    }

    /// <summary>The items of a list; a single value counts as a list of one.</summary>
    public IReadOnlyList<Field> OneOrMore(Field field) => field.Node is ScalarNode ? [field] : List(field);

    /// <summary>Logs an error about a field.</summary>
    public T? Refuse<T>(Field field, string message)
        where T : struct
    {
        log.Add(field.At, $"{field.Path}: {message}");
        return null;
    }

    private Duration? Time(Field field) => Text(field) is not string text ? null
        : Duration.TryParse(text, out Duration time) ? time
        : Refuse<Duration>(field, Unit.Time.Explain(text));

    private BitRate? Rate(Field field) => Text(field) is not string text ? null
        : BitRate.TryParse(text, out BitRate rate) ? rate
        : Refuse<BitRate>(field, Unit.Rate.Explain(text));

    private T? Check<T>(Field field, T value, bool holds, string complaint)
        where T : struct =>
        holds ? value : Refuse<T>(field, $"'{Text(field)}' {complaint}");

    private static string SignOf(long value) => value < 0 ? "negative" : "zero";
}
