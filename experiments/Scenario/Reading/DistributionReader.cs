using System;
using System.Linq;
using System.Text.RegularExpressions;
using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>
/// Reads distributions of times or sizes: <c>constant</c>, <c>exponential(2 ms)</c>, <c>uniform(0 ms, 20 ms)</c>,
/// <c>1000 B</c>.
/// </summary>
internal sealed partial class DistributionReader(ReadingContext context)
{
    private static readonly string[] _kinds = ["constant", "exponential", "pareto", "uniform"];

    private delegate bool ReadQuantity(string text, out double value);

    /// <summary>A distribution of times, in seconds.</summary>
    public Distribution? Times(Field field) => Read(field, Unit.Time, TryTime);

    /// <summary>A distribution of sizes, in bytes.</summary>
    public Distribution? Sizes(Field field) => Read(field, Unit.Size, TrySize);

    [GeneratedRegex(@"^(?<kind>[A-Za-z-]+)\s*(?:\((?<arguments>.*)\))?$")]
    private static partial Regex Form();

    private static bool TryTime(string text, out double seconds)
    {
        bool read = Duration.TryParse(text, out Duration time);
        seconds = time.Seconds;
        return read;
    }

    private static bool TrySize(string text, out double bytes)
    {
        bool read = ByteSize.TryParse(text, out ByteSize size);
        bytes = size.Bytes;
        return read;
    }

    private Distribution? Read(Field field, Unit unit, ReadQuantity read)
    {
        if (context.Values.Text(field) is not string text)
        {
            return null;
        }

        if (read(text, out double constant))
        {
            return Checked(field, new Distribution.Constant(constant));
        }

        Match match = Form().Match(text);
        if (!match.Success)
        {
            return Refuse(field, $"{unit.Explain(text)}, or a distribution ({string.Join(", ", _kinds)})");
        }

        string kind = match.Groups["kind"].Value;
        string[] arguments = match.Groups["arguments"] is { Success: true, Value: string list }
            ? [.. list.Split(',').Select(argument => argument.Trim())]
            : [];
        return (kind, arguments.Length) switch
        {
            ("constant", 0) => new Distribution.Constant(null),
            ("exponential", 0) => new Distribution.Exponential(null),
            ("constant", 1) => Number(arguments[0]) is double value
                ? Checked(field, new Distribution.Constant(value))
                : null,
            ("exponential", 1) => Number(arguments[0]) is double mean
                ? Checked(field, new Distribution.Exponential(mean))
                : null,
            ("uniform", 2) => Number(arguments[0]) is double low && Number(arguments[1]) is double high
                ? Checked(field, new Distribution.Uniform(low, high))
                : null,
            ("pareto", 2) => Shape(arguments[0]) is double shape && Number(arguments[1]) is double mean
                ? Checked(field, new Distribution.Pareto(shape, mean))
                : null,
            _ when !_kinds.Contains(kind) => Refuse(
                field, $"unknown distribution '{kind}'; {Spelling.Suggest(kind, _kinds)}"),
            _ => Refuse(field, $"'{text}' has the wrong number of values; "
                + "write constant, exponential(mean), uniform(low, high) or pareto(shape, mean)"),
        };

        double? Number(string argument) => read(argument, out double value)
            ? value
            : context.Values.Refuse<double>(field, unit.Explain(argument));

        double? Shape(string argument) =>
            double.TryParse(argument, System.Globalization.CultureInfo.InvariantCulture, out double value)
                ? value
                : context.Values.Refuse<double>(
                    field, $"'{argument}' is not a number; the shape of a Pareto distribution has no unit");
    }

    private Distribution? Checked(Field field, Distribution distribution) => distribution switch
    {
        Distribution.Constant { Value: < 0 } => Refuse(field, "is negative; times and sizes are 0 or more"),
        Distribution.Exponential { Mean: <= 0 } => Refuse(field, "the mean of an exponential distribution is above 0"),
        Distribution.Uniform { Low: < 0 } => Refuse(field, "is negative; times and sizes are 0 or more"),
        Distribution.Uniform uniform when uniform.High < uniform.Low =>
            Refuse(field, "the first value of uniform(low, high) is the smaller one"),
        Distribution.Pareto { Shape: not > 1 } => Refuse(
            field, "the shape of a Pareto distribution is above 1, else it has no mean"),
        Distribution.Pareto { Mean: <= 0 } => Refuse(field, "the mean of a Pareto distribution is above 0"),
        _ => distribution,
    };

    private Distribution? Refuse(Field field, string message)
    {
        context.Log.Add(field.At, $"{field.Path}: {message}");
        return null;
    }
}
