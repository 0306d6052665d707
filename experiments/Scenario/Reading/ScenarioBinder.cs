using System.Collections.Generic;
using System.IO;
using System.Linq;
using Experiments.Scenario.Records;
using Experiments.Scenario.Yaml;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads the root of a scenario.</summary>
internal sealed class ScenarioBinder(ReadingContext context)
{
    private readonly ValueReader _values = context.Values;

    /// <summary>Turns the tree into records; they are fit for use only if nothing was logged.</summary>
    public ScenarioDefinition Bind(MappingNode tree)
    {
        MappingFields root = new(tree, "", context.Log);
        ScenarioDefinition scenario = Head(root);
        scenario = new NetworkBinder(context).Bind(root, scenario);
        NetworkNames names = new(context, scenario);
        Field stack = root.Optional("stack");
        scenario = scenario with { Stack = new StackBinder(context).Bind(stack) };
        scenario = scenario with
        {
            Applications = [.. new ApplicationBinder(context, names, scenario).Bind(root.Optional("applications"))],
            Timeline = [.. new TimelineBinder(context, names, scenario).Bind(root.Optional("timeline"))],
            Record = new RecordBinder(context, names, scenario).Bind(root.Optional("record")),
            Sweep = new SweepBinder(context).Bind(root.Optional("sweep")),
        };
        ConditionReader conditions = new(context);
        Field expect = root.Optional("expect");
        scenario = scenario with
        {
            Let = [.. Quantities(root.Optional("let"), conditions)],
            Expect = [.. _values.List(expect).Select(conditions.Read).OfType<Expectation>()],
        };
        root.Finish();

        if (scenario.Applications.Count == 0)
        {
            context.Log.Notice(tree.At, "there are no applications; nothing will be sent");
        }

        NameCheck.Run(scenario, context.Log);
        NetworkCheck.References(scenario, names);
        SummaryPathCheck.Run(scenario, names, context.Log);
        if (context.Log.Count == 0)
        {
            // Only a network whose parts are all known can be judged as a whole.
            NetworkCheck.Completeness(scenario, names, context.Log);
            AddressCheck.Run(scenario, context.Log);
            StreamCheck.Run(scenario, context.Log);
            ReachabilityCheck.Run(scenario, context.Log);
        }

        return scenario;
    }

    private IEnumerable<QuantityDefinition> Quantities(Field field, ConditionReader conditions)
    {
        foreach ((Reference name, Field value) in _values.Named(field))
        {
            if (SummaryPathCheck.IsWordOfSummary(name.Name))
            {
                context.Log.Add(name.At, $"{field.Path}: '{name.Name}' is a value of the summary already; choose another name");
            }
            else if (_values.IsName(name, field.Path) && conditions.Read(value) is Expectation quantity)
            {
                yield return new QuantityDefinition(name, quantity.Condition) { At = quantity.At };
            }
        }
    }

    private ScenarioDefinition Head(MappingFields root)
    {
        Field nameField = root.Optional("name");
        Field mtu = root.Optional("mtu");
        ScenarioDefinition defaults = new() { Name = "", File = context.File, Duration = Duration.Zero };
        return defaults with
        {
            Name = nameField.IsGiven
                ? _values.NewName(nameField)?.Name ?? ""
                : Path.GetFileNameWithoutExtension(context.File),
            Description = _values.Text(root.Optional("description")) ?? "",
            Duration = _values.PositiveTime(root.Required("duration")) ?? Duration.Zero,
            Seed = _values.Integer(root.Optional("seed"), 0, long.MaxValue) ?? defaults.Seed,
            Ip = _values.Choice(
                root.Optional("ip"), ("6", IpFamilies.Ipv6), ("4", IpFamilies.Ipv4), ("dual", IpFamilies.Dual))
                ?? defaults.Ip,
            Mtu = _values.Size(mtu, LinkSettingsBinder.SmallestMtu, LinkSettingsBinder.LargestMtu) ?? defaults.Mtu,
        };
    }
}
