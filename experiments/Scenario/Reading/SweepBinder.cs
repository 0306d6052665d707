using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Expressions;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Reading;

/// <summary>Reads the grid of a sweep. Whether its values fit is checked by trying each of them.</summary>
internal sealed class SweepBinder(ReadingContext context)
{
    private const int MostRepetitions = 1_000_000;

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
        SweepFigure[] figures = [.. Figures(fields.Optional("figures"), paths)];
        fields.Finish();
        return new SweepDefinition
        {
            Parameters = parameters,
            Where = where,
            Repetitions = (int)(repetitions ?? 1),
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

            Reference? x = _values.Known(fields.Required("x"), "parameter", parameters);
            Reference? y = _values.Reference(fields.Required("y"));
            Reference? by = _values.Known(fields.Optional("by"), "parameter", parameters);
            fields.Finish();
            if (x is Reference horizontal && y is Reference vertical)
            {
                yield return new SweepFigure(horizontal, vertical, by);
            }
        }
    }
}
