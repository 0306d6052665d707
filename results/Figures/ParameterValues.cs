using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Results.Recording;

namespace Results.Figures;

/// <summary>Which value of a parameter each run has, and how an axis shows them.</summary>
internal sealed class ParameterValues
{
    private readonly SweptParameter _parameter;
    private readonly double?[] _numbers;

    /// <summary>Looks up the values in a table.</summary>
    public ParameterValues(SweptParameter parameter, RunTable table)
    {
        _parameter = parameter;
        RunColumn? texts = table.Find(parameter.Path);
        RunColumn? numbers = parameter.NumberColumn is null ? null : table.Find(parameter.NumberColumn);
        PlaceOf = [.. Enumerable.Range(0, table.Rows).Select(row => texts is { IsText: true }
            ? IndexOf(texts.Texts[row])
            : IndexOf(numbers?.Numbers[row]))];
        _numbers = [.. parameter.Values.Select((_, place) => NumberAt(place, numbers))];
    }

    /// <summary>Of each run, the number of its value, from 0; -1 for a value that is not in the sweep.</summary>
    public IReadOnlyList<int> PlaceOf { get; }

    /// <summary>The values as written.</summary>
    public IReadOnlyList<string> Values => _parameter.Values;

    /// <summary>The parameter's name for readers.</summary>
    public string Name => ResultLabel.OfParameter(_parameter.Path);

    /// <summary>The axis: a scale for quantities, places for words.</summary>
    public ChartAxis Axis()
    {
        if (_parameter.NumberColumn is not string column || _numbers.Any(number => number is null) || _numbers.Distinct().Count() < 2)
        {
            return Places();
        }

        (string unit, double size) = UnitFor(column);
        return new ChartAxis(unit.Length == 0 ? Name : $"{Name} in {unit}", [.. _numbers.Select(number => number!.Value / size)]);
    }

    /// <summary>The axis with the values at equal distances, however they are written.</summary>
    public ChartAxis Places()
    {
        // "4096 65536 80000" and "4096 65536 160000" differ in one word: that is what the reader looks for.
        string[][] words = [.. _parameter.Values.Select(value => value.Split(' '))];
        int length = words[0].Length;
        int[] differing = [.. Enumerable.Range(0, length).Where(i => words.All(value => value.Length == length) && words.Select(value => value[i]).Distinct().Count() > 1)];
        return length > 2 && differing is [int only]
            ? new ChartAxis($"{Name}, {string.Join(' ', words[0].Select((word, i) => i == only ? "…" : word))}", (string[])[.. words.Select(value => value[only])])
            : new ChartAxis(Name, _parameter.Values);
    }

    private (string Unit, double Size) UnitFor(string column)
    {
        double largest = _numbers.Max(number => number!.Value);
        string unit = column == _parameter.Path ? "" : ResultLabel.UnitOf(column);
        return unit switch
        {
            "s" => largest < 1 ? ("ms", 1e-3) : ("s", 1),
            "bytes" => largest >= 1e6 ? ("MB", 1e6) : largest >= 1e4 ? ("kB", 1e3) : ("bytes", 1),
            "" when column.EndsWith("_ratio", System.StringComparison.Ordinal) => ("%", 0.01),
            _ => (unit, 1),
        };
    }

    private double? NumberAt(int place, RunColumn? numbers)
    {
        int row = PlaceOf.ToList().IndexOf(place);
        return row < 0 ? null : numbers?.Numbers[row];
    }

    private int IndexOf(string? text) => _parameter.Values.ToList().IndexOf(text ?? "");

    // Of a column of plain numbers the texts are not kept.
    private int IndexOf(double? number) => _parameter.Values.ToList().FindIndex(value =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) && parsed == number);
}
