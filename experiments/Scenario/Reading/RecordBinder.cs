using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Experiments.Scenario.Yaml;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads what a run records.</summary>
internal sealed class RecordBinder(ReadingContext context, NetworkNames names, ScenarioDefinition scenario)
{
    /// <summary>Reads the value of <c>record</c>.</summary>
    public RecordDefinition Bind(Field field)
    {
        RecordDefinition defaults = new();
        if (context.Values.Mapping(field) is not MappingFields fields)
        {
            return defaults;
        }

        Field warmUpField = fields.Optional("warm-up");
        RecordDefinition record = new()
        {
            Interval = context.Values.PositiveTime(fields.Optional("interval")) ?? defaults.Interval,
            WarmUp = context.Values.TimeFromZero(warmUpField) ?? defaults.WarmUp,
            Pcap = [.. Pcap(fields.Optional("pcap"))],
        };
        fields.Finish();
        if (record.WarmUp >= scenario.Duration && scenario.Duration > Duration.Zero)
        {
            context.Log.Add(
                warmUpField.At,
                $"{warmUpField.Path}: '{record.WarmUp}' leaves nothing to measure of a run of {scenario.Duration}");
        }

        return record;
    }

    private IEnumerable<TimelineTarget> Pcap(Field field)
    {
        if (field.Node is ScalarNode { Text: "all" })
        {
            return names.Nics.Select(nic => new TimelineTarget(TargetKind.Nic, new Reference(nic, field.At)));
        }

        return context.Values.OneOrMore(field)
            .Select(item => context.Values.Reference(item) is Reference name ? names.Nic(name, item.Path) : null)
            .OfType<TimelineTarget>();
    }
}
