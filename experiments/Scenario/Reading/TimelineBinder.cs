using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Experiments.Scenario.Yaml;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads what happens to the network during the run.</summary>
internal sealed class TimelineBinder(ReadingContext context, NetworkNames names, ScenarioDefinition scenario)
{
    private static readonly string[] _actions =
        ["block", "unblock", "down", "up", "set", "remove-endpoint", "add-endpoint"];

    private readonly ValueReader _values = context.Values;

    /// <summary>Reads the value of <c>timeline</c>; entries come ordered by time, equal times as written.</summary>
    public IEnumerable<TimelineEntry> Bind(Field field) =>
        _values.List(field).Select(Entry).OfType<TimelineEntry>().OrderBy(entry => entry.At);

    private TimelineEntry? Entry(Field item)
    {
        if (_values.Mapping(item) is not MappingFields fields)
        {
            return null;
        }

        Field atField = fields.Required("at");
        Duration? at = _values.TimeFromZero(atField);
        if (at > scenario.Duration && scenario.Duration > Duration.Zero)
        {
            context.Log.Add(
                atField.At, $"{atField.Path}: happens at {at}, after the end of the run at {scenario.Duration}");
        }

        Field whereField = fields.Optional("where");
        BlockPoint? where = _values.Choice(
            whereField, ("wire", BlockPoint.Wire), ("sender", BlockPoint.Sender), ("receiver", BlockPoint.Receiver));
        Dictionary<string, Field> given = _actions.ToDictionary(action => action, fields.Optional);
        fields.Finish();
        if (whereField.IsGiven && !given["block"].IsGiven)
        {
            context.Log.Add(whereField.At, $"{whereField.Path}: only 'block' has a place; this entry does not block");
        }

        // The order in which the user wrote the actions is the order in which they happen.
        TimelineAction[] actions = [.. fields.Node.Entries
            .Where(entry => given.ContainsKey(entry.Key.Text))
            .Select(entry => Action(entry.Key.Text, given[entry.Key.Text], where ?? BlockPoint.Wire))
            .OfType<TimelineAction>()];
        if (given.Values.All(action => !action.IsGiven))
        {
            context.Log.Add(item.At, $"{item.Path}: nothing happens; write one of {string.Join(", ", _actions)}");
        }

        return at is Duration time && actions.Length > 0 ? new TimelineEntry(time, actions, item.At) : null;
    }

    private TimelineAction? Action(string action, Field field, BlockPoint where)
    {
        if (action == "set")
        {
            return Set(field);
        }

        bool nicsOnly = action is not ("block" or "unblock");
        List<TimelineTarget> targets = Targets(field, nicsOnly ? names.Nic : names.Target);
        return targets.Count == 0 ? null : action switch
        {
            "block" => new TimelineAction.Block(targets, where),
            "unblock" => new TimelineAction.Unblock(targets),
            "down" => new TimelineAction.Down(targets),
            "up" => new TimelineAction.Up(targets),
            "remove-endpoint" => new TimelineAction.RemoveEndpoint(targets),
            "add-endpoint" => new TimelineAction.AddEndpoint(targets),
            _ => throw new InvalidOperationException($"No rule reads the action {action}."),
        };
    }

    private TimelineAction.Set? Set(Field field)
    {
        if (_values.Mapping(field) is not MappingFields fields)
        {
            return null;
        }

        Field targetField = fields.Required("target");
        TimelineTarget? target = _values.Reference(targetField) is Reference name
            ? names.Target(name, targetField.Path)
            : null;
        Field rate = fields.Optional("rate");
        Field delay = fields.Optional("delay");
        Field loss = fields.Optional("loss");
        LinkSettings settings = new()
        {
            Rate = _values.PositiveRate(rate),
            Delay = _values.TimeFromZero(delay),
        };
        settings = new ImpairmentBinder(context).AddLoss(settings, loss);
        fields.Finish();
        if (!rate.IsGiven && !delay.IsGiven && !loss.IsGiven)
        {
            context.Log.Add(field.At, $"{field.Path}: sets nothing; write one or more of rate, delay, loss");
        }

        return target is TimelineTarget known ? new TimelineAction.Set(known, settings) : null;
    }

    private List<TimelineTarget> Targets(Field field, Func<Reference, string, TimelineTarget?> find)
    {
        List<TimelineTarget> targets = [];
        foreach (Field item in _values.OneOrMore(field))
        {
            if (_values.Reference(item) is Reference name && find(name, item.Path) is TimelineTarget target)
            {
                targets.Add(target);
            }
        }

        if (field.Node is SequenceNode { Items.Count: 0 })
        {
            context.Log.Add(field.At, $"{field.Path}: names nothing");
        }

        return targets;
    }
}
