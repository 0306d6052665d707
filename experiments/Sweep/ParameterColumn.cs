using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Experiments.Scenario.Expressions;
using Experiments.Scenario.Records;

namespace Experiments.Sweep;

/// <summary>One column that a parameter has in the table of runs.</summary>
/// <remarks>
/// A parameter whose values are plain numbers is a column of numbers. Any other is a column of the texts as written; where all of them
/// are quantities of one kind, a second column has the numbers, its unit at the end of its name: <c>isps.isp1.delay_s</c>.
/// </remarks>
public sealed class ParameterColumn
{
    private readonly double _scale;

    private ParameterColumn(string name, int parameter, double? scale)
    {
        Name = name;
        Parameter = parameter;
        _scale = scale ?? 0;
        IsText = scale is null;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>The number of its parameter, from 0.</summary>
    public int Parameter { get; }

    /// <summary>Whether it holds texts.</summary>
    public bool IsText { get; }

    /// <summary>The columns of all parameters, in their order.</summary>
    public static IReadOnlyList<ParameterColumn> Of(SweepDefinition sweep) =>
        [.. sweep.Parameters.SelectMany((parameter, index) => Of(parameter, index))];

    /// <summary>The text of a point in a column of texts.</summary>
    public string TextOf(SweepPoint point) => point.Values[Parameter].Value;

    /// <summary>The number of a point in a column of numbers.</summary>
    public double? NumberOf(SweepPoint point) =>
        ScenarioScope.Quantity(TextOf(point)) is ExpressionValue.Number number ? number.Amount * number.Measure.Scale / _scale : null;

    private static IEnumerable<ParameterColumn> Of(SweepParameter parameter, int index)
    {
        string name = parameter.Path.Name;
        string[] texts = [.. parameter.Values.Select(value => value.Name)];
        if (texts.All(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
        {
            return [new ParameterColumn(name, index, scale: 1)];
        }

        ExpressionValue.Number?[] quantities = [.. texts.Select(text => ScenarioScope.Quantity(text) as ExpressionValue.Number)];
        bool isOneKind = quantities.All(quantity => quantity is not null)
            && quantities.Select(quantity => quantity!.Measure.Dimension).Distinct().Count() == 1
            && texts.Select(UnitOfCount).Distinct().Count() == 1;
        ParameterColumn written = new(name, index, scale: null);
        return isOneKind
            ? [written, new ParameterColumn(name + SuffixOf(quantities[0]!.Measure.Dimension, texts), index, ScaleOf(quantities[0]!.Measure.Dimension))]
            : [written];
    }

    // "100 packets" and "1 bdp" are both plain numbers, but not of the same thing.
    private static string UnitOfCount(string text) =>
        text.EndsWith("packets", System.StringComparison.Ordinal) ? "packets" : text.EndsWith("bdp", System.StringComparison.Ordinal) ? "bdp" : "";

    private static string SuffixOf(Dimension dimension, string[] texts) => dimension switch
    {
        Dimension.Time => "_s",
        Dimension.Rate => "_mbit_s",
        Dimension.Size => "_bytes",
        _ => UnitOfCount(texts[0]) is { Length: > 0 } unit ? "_" + unit : "_ratio",
    };

    private static double ScaleOf(Dimension dimension) => dimension == Dimension.Rate ? 1e6 : 1;
}
