using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Experiments.Scenario.Expressions;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Reading;

/// <summary>Reads the grid of a sweep. Whether its values fit is checked by trying each of them.</summary>
internal sealed class SweepBinder(ReadingContext context)
{
    private const int MostRepetitions = 1_000_000;

    // Enough for a variation as large as the mean to be known within a fifth.
    private const int DefaultMostRepetitions = 100;

    private readonly ValueReader _values = context.Values;

    /// <summary>Reads the value of <c>sweep</c>; null if it is not given or wrong.</summary>
    public SweepDefinition? Bind(Field field)
    {
        if (_values.Mapping(field) is not MappingFields fields)
        {
            return null;
        }

        SweepParameter[] parameters = [.. Parameters(fields.Optional("parameters"))];
        string[] paths = [.. parameters.Select(parameter => parameter.Path.Name)];
        Field whereField = fields.Optional("where");
        Expectation? where = new ConditionReader(context).Read(whereField);
        if (where is not null)
        {
            CheckPaths(where, whereField, paths);
        }

        long? repetitions = _values.Integer(fields.Optional("repetitions"), 1, MostRepetitions);
        Field mostField = fields.Optional("max-repetitions");
        long? most = _values.Integer(mostField, repetitions ?? 1, MostRepetitions);
        PrecisionGoal? precision = Precision(fields.Optional("precision"));
        if (mostField.IsGiven && precision is null)
        {
            context.Log.Notice(mostField.At, $"{mostField.Path} does nothing without {field.Path}.precision");
        }

        SweepFigure[] figures = [.. Figures(fields.Optional("figures"), paths)];
        fields.Finish();
        return new SweepDefinition
        {
            Parameters = parameters,
            Where = where,
            Repetitions = (int)(repetitions ?? 1),
            Precision = precision,
            MostRepetitions = (int)(most ?? Math.Max(repetitions ?? 1, DefaultMostRepetitions)),
            Figures = figures,
        };
    }

    private IEnumerable<SweepParameter> Parameters(Field field)
    {
        foreach ((Reference path, Field value) in _values.Named(field))
        {
            Reference[] values =
                [.. _values.OneOrMore(value).Select(item => _values.Reference(item)).OfType<Reference>()];
            if (value.IsGiven && values.Length == 0)
            {
                context.Log.Add(value.At, $"{value.Path}: names no values; write a list such as [5 ms, 20 ms]");
            }

            if (path.Name == "seed")
            {
                context.Log.Add(path.At, $"{field.Path}: the seed is no parameter; 'repetitions' says how many seeds each point gets");
            }

            yield return new SweepParameter(path, values);
        }
    }

    private void CheckPaths(Expectation where, Field field, string[] parameters)
    {
        IEnumerable<ValuePath> unknown =
            where.Condition.Paths.Where(path => !path.IsWord && !parameters.Contains(path.ToString()));
        foreach (ValuePath path in unknown)
        {
            context.Log.Add(
                ConditionReader.Inside(field.At, path.Offset),
                $"{field.Path}: '{path}' is not a parameter of the sweep; "
                    + $"{Spelling.Suggest(path.ToString(), parameters)}");
        }
    }

    private IEnumerable<SweepFigure> Figures(Field field, string[] parameters)
    {
        foreach (Field item in _values.List(field))
        {
            if (_values.Mapping(item) is not MappingFields fields)
            {
                continue;
            }

            SweepFigureKind kind = _values.Choice(
                fields.Optional("kind"),
                ("lines", SweepFigureKind.Lines),
                ("bars", SweepFigureKind.Bars),
                ("heatmap", SweepFigureKind.HeatMap),
                ("ecdf", SweepFigureKind.Ecdf)) ?? SweepFigureKind.Lines;
            Field xField = kind == SweepFigureKind.Ecdf ? fields.Optional("x") : fields.Required("x");
            Reference? x = _values.Known(xField, "parameter", parameters);
            Reference? y = _values.Reference(fields.Required("y"));
            Field byField = kind == SweepFigureKind.HeatMap ? fields.Required("by") : fields.Optional("by");
            Reference? by = _values.Known(byField, "parameter", parameters);
            fields.Finish();
            if (kind == SweepFigureKind.Ecdf && x is Reference unused)
            {
                context.Log.Add(unused.At, $"{item.Path}: an ecdf has its values on the x axis; leave out 'x' and use 'by' for one line each");
            }
            else if (y is Reference vertical && (x is not null || kind == SweepFigureKind.Ecdf))
            {
                yield return new SweepFigure(x, vertical, by, kind);
            }
        }
    }

    // "5 % of players.client.stall_time_s"
    private PrecisionGoal? Precision(Field field)
    {
        const string Of = " of ";
        if (_values.Text(field) is not string text)
        {
            return null;
        }

        int at = text.IndexOf(Of, StringComparison.Ordinal);
        string number = at < 0 ? "" : text[..at].TrimEnd().TrimEnd('%').TrimEnd();
        string path = at < 0 ? "" : text[(at + Of.Length)..].Trim();
        bool isShare = double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double percent)
            && percent is > 0 and <= 100 && text[..Math.Max(at, 0)].Contains('%', StringComparison.Ordinal);
        if (!isShare || path.Length == 0)
        {
            context.Log.Add(
                field.At, $"{field.Path}: found '{text}', expected such as '5 % of players.client.stall_time_s', above 0 % and up to 100 %");
            return null;
        }

        return new PrecisionGoal(percent / 100, new Reference(path, ConditionReader.Inside(field.At, text.IndexOf(path, StringComparison.Ordinal))));
    }
}
