using System;
using System.Collections.Generic;
using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads the list of applications.</summary>
internal sealed class ApplicationBinder(ReadingContext context, NetworkNames names, ScenarioDefinition scenario)
{
    private static readonly string[] _kinds = ["bulk", "datagrams", "rtmp-client", "rtmp-push", "rtmp-server"];

    private readonly ValueReader _values = context.Values;
    private readonly RtmpServerBinder _servers = new(context, names);
    private readonly StreamingBinder _streaming = new(context, names);
    private readonly TrafficBinder _traffic = new(context, names, scenario);

    /// <summary>Reads the value of <c>applications</c>.</summary>
    public IEnumerable<ApplicationDefinition> Bind(Field field)
    {
        foreach (Field item in _values.List(field))
        {
            if (_values.Mapping(item) is MappingFields fields
                && Application(fields) is ApplicationDefinition application)
            {
                yield return application;
            }
        }
    }

    private ApplicationDefinition? Application(MappingFields fields)
    {
        Reference? name = _values.NewName(fields.Required("name"));
        Reference? kind = _values.Known(fields.Required("kind"), "application kind", _kinds);
        if (kind is null)
        {
            return null;
        }

        Field startField = fields.Optional("start");
        Field stopField = fields.Optional("stop");
        Duration start = _values.TimeFromZero(startField) ?? Duration.Zero;
        Duration? stop = _values.PositiveTime(stopField);
        if (start >= scenario.Duration && scenario.Duration > Duration.Zero)
        {
            context.Log.Add(
                startField.At, $"{startField.Path}: starts at {start}, when the run of {scenario.Duration} is over");
        }

        if (stop <= start)
        {
            context.Log.Add(stopField.At, $"{stopField.Path}: stops at {stop}, not after its start at {start}");
        }

        // A name that is missing is an error already; the rest is still read, so that all errors come at once.
        Reference given = name ?? new Reference("", fields.Node.At);
        ApplicationDefinition? application = kind.Value.Name switch
        {
            "rtmp-server" => _servers.Server(given, fields),
            "rtmp-push" => _streaming.Push(given, fields),
            "rtmp-client" => _streaming.Client(given, fields),
            "bulk" => _traffic.Bulk(given, fields),
            "datagrams" => _traffic.Datagrams(given, fields),
            _ => throw new InvalidOperationException($"No rule reads applications of the kind {kind}."),
        };
        fields.Finish();
        return application is null ? null : application with { Start = start, Stop = stop };
    }
}
