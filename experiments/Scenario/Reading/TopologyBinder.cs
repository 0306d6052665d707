using Experiments.Scenario.Records;

namespace Experiments.Scenario.Reading;

/// <summary>Reads which topology to generate.</summary>
internal sealed class TopologyBinder(ReadingContext context, LinkSettingsBinder links)
{
    private const int MostFlows = 100_000;
    private const int MostPorts = 32;

    private enum Kind
    {
        Dumbbell,
        FatTree,
    }

    /// <summary>Reads the value of <c>topology</c>; null if it is not given or wrong.</summary>
    public TopologyDefinition? Bind(Field field)
    {
        if (context.Values.Mapping(field) is not MappingFields fields)
        {
            return null;
        }

        Kind? kind = context.Values.Choice(
            fields.Required("kind"), ("dumbbell", Kind.Dumbbell), ("fat-tree", Kind.FatTree));
        return kind switch
        {
            Kind.Dumbbell => Dumbbell(fields),
            Kind.FatTree => FatTree(fields),
            _ => null,
        };
    }

    private TopologyDefinition.Dumbbell? Dumbbell(MappingFields fields)
    {
        long? flows = context.Values.Integer(fields.Required("flows"), 1, MostFlows);
        LinkSettings? bottleneck = Link(fields.Required("bottleneck"));
        LinkSettings? access = Link(fields.Required("access"));
        fields.Finish();
        return flows is long count && bottleneck is not null && access is not null
            ? new TopologyDefinition.Dumbbell((int)count, bottleneck, access)
            : null;
    }

    private TopologyDefinition.FatTree? FatTree(MappingFields fields)
    {
        Field field = fields.Required("k");
        long? ports = context.Values.Integer(field, 2, MostPorts);
        LinkSettings link = links.Bind(fields);
        fields.Finish();
        if (ports % 2 == 1)
        {
            context.Log.Add(
                field.At,
                $"{field.Path}: '{ports}' is odd; half the ports of a switch lead up, half down, so k is even");
            return null;
        }

        return ports is long k ? new TopologyDefinition.FatTree((int)k, link) : null;
    }

    private LinkSettings? Link(Field field)
    {
        if (context.Values.Mapping(field) is not MappingFields fields)
        {
            return null;
        }

        LinkSettings settings = links.Bind(fields);
        fields.Finish();
        return settings;
    }
}
