using System.Collections.Generic;
using System.Globalization;
using Experiments.Scenario.Records;
using Experiments.Scenario.Yaml;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>
/// Reads <c>trace</c>: a file, a table such as <c>[[0 s, 10 Mbit/s], [5 s, 2 Mbit/s]]</c>, either with a time after which it begins
/// again, or one for each direction.
/// </summary>
internal sealed class TraceBinder(ReadingContext context)
{
    private readonly ValueReader _values = context.Values;
    private readonly TraceFileReader _files = new(context);

    /// <summary>Reads the value; null if it is not given or wrong.</summary>
    public LinkTraces? Bind(Field field)
    {
        if (field.Node is MappingNode mapping && (mapping["up"] ?? mapping["down"]) is not null
            && _values.Mapping(field) is MappingFields fields)
        {
            TraceDefinition? up = One(fields.Required("up"));
            TraceDefinition? down = One(fields.Required("down"));
            fields.Finish();
            return up is not null && down is not null ? new LinkTraces(up, down) : null;
        }

        return One(field) is TraceDefinition both ? new LinkTraces(both, both) : null;
    }

    private TraceDefinition? One(Field field)
    {
        switch (field.Node)
        {
            case null:
                return null;
            case SequenceNode:
                return Table(field, null);
            case MappingNode when _values.Mapping(field) is MappingFields fields:
                Field file = fields.Optional("file");
                Field steps = fields.Optional("steps");
                Field repeatField = fields.Optional("repeat");
                Duration? repeat = _values.PositiveTime(repeatField);
                fields.Finish();
                if (file.IsGiven == steps.IsGiven)
                {
                    context.Log.Add(field.At, $"{field.Path}: write either file or steps");
                    return null;
                }

                return file.IsGiven ? _files.Read(file, repeat, repeatField) : Table(steps, repeat);
            default:
                return _files.Read(field, null, field);
        }
    }

    private TraceDefinition.Table? Table(Field field, Duration? repeat)
    {
        List<TraceStep> steps = [];
        foreach (Field item in _values.List(field))
        {
            IReadOnlyList<Field> pair = _values.List(item);
            if (item.Node is SequenceNode && pair.Count != 2)
            {
                context.Log.Add(
                    item.At,
                    string.Create(CultureInfo.InvariantCulture, $"{item.Path}: found {pair.Count} values, expected a time and a rate, such as [5 s, 2 Mbit/s]"));
            }

            if (pair.Count == 2 && _values.TimeFromZero(pair[0]) is Duration from && _values.RateFromZero(pair[1]) is BitRate rate)
            {
                steps.Add(new TraceStep(from, rate));
            }
        }

        if (field.Node is not SequenceNode sequence || steps.Count < sequence.Items.Count)
        {
            return null;
        }

        string? complaint = TraceCheck.Complaint(steps, repeat);
        if (complaint is not null)
        {
            context.Log.Add(field.At, $"{field.Path}: {complaint}");
        }

        return complaint is null ? new TraceDefinition.Table(null, steps, repeat) : null;
    }
}
