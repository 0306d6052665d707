using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Experiments.Scenario.Topologies;
using Experiments.Scenario.Yaml;
using Protocols.Net;

namespace Experiments.Scenario.Reading;

/// <summary>Reads ISPs, peerings, routers, links and hosts, and adds what a topology generator makes.</summary>
internal sealed class NetworkBinder(ReadingContext context)
{
    private readonly ValueReader _values = context.Values;
    private readonly LinkSettingsBinder _links = new(context);
    private readonly StackBinder _stacks = new(context);

    /// <summary>Takes the network's keys from the root of the scenario.</summary>
    public ScenarioDefinition Bind(MappingFields root, ScenarioDefinition scenario)
    {
        ScenarioDefinition written = scenario with
        {
            Isps = [.. Isps(root.Optional("isps"))],
            Peerings = [.. Peerings(root.Optional("peerings"))],
            Routers = [.. Routers(root.Optional("routers"))],
            Links = [.. Links(root.Optional("links"))],
            Hosts = [.. Hosts(root.Optional("hosts"))],
        };
        Field topology = root.Optional("topology");
        return new TopologyBinder(context, _links).Bind(topology) is TopologyDefinition definition
            ? TopologyExpansion.Add(definition, topology.At, written)
            : written;
    }

    private IEnumerable<IspDefinition> Isps(Field field)
    {
        foreach ((Reference name, Field value) in _values.Named(field))
        {
            if (_values.IsName(name, value.Path) && _values.Mapping(value) is MappingFields fields)
            {
                LinkSettings access = _links.Bind(fields);
                fields.Finish();
                yield return new IspDefinition(name, access);
            }
        }
    }

    private IEnumerable<PeeringDefinition> Peerings(Field field)
    {
        foreach (Field item in _values.List(field))
        {
            if (_values.Mapping(item) is not MappingFields fields)
            {
                continue;
            }

            (Reference, Reference)? ends = Between(fields.Required("between"), "ISPs");
            LinkSettings settings = _links.Bind(fields);
            fields.Finish();
            if (ends is (Reference first, Reference second))
            {
                yield return new PeeringDefinition(first, second, settings);
            }
        }
    }

    private IEnumerable<RouterDefinition> Routers(Field field) =>
        _values.List(field).Select(item => _values.NewName(item)).OfType<Reference>()
            .Select(name => new RouterDefinition(name));

    private IEnumerable<LinkDefinition> Links(Field field)
    {
        foreach (Field item in _values.List(field))
        {
            if (_values.Mapping(item) is not MappingFields fields)
            {
                continue;
            }

            Reference? name = _values.NewName(fields.Required("name"));
            (Reference, Reference)? ends = Between(fields.Required("between"), "routers, ISPs or hosts");
            LinkSettings settings = _links.Bind(fields);
            fields.Finish();
            if (name is Reference given && ends is (Reference first, Reference second))
            {
                yield return new LinkDefinition(given, first, second, settings);
            }
        }
    }

    private (Reference First, Reference Second)? Between(Field field, string what)
    {
        IReadOnlyList<Field> ends = _values.List(field);
        if (field.Node is not SequenceNode)
        {
            return null;
        }

        if (ends.Count != 2)
        {
            context.Log.Add(field.At, $"{field.Path}: found {ends.Count} names, expected two {what}, such as [a, b]");
            return null;
        }

        if (_values.Reference(ends[0]) is not Reference first || _values.Reference(ends[1]) is not Reference second)
        {
            return null;
        }

        if (first.Name == second.Name)
        {
            context.Log.Add(field.At, $"{field.Path}: both ends are '{first.Name}'; expected two different {what}");
            return null;
        }

        return (first, second);
    }

    private IEnumerable<HostDefinition> Hosts(Field field)
    {
        foreach ((Reference name, Field value) in _values.Named(field))
        {
            if (!_values.IsName(name, value.Path) || _values.Mapping(value) is not MappingFields fields)
            {
                continue;
            }

            Field nicsField = fields.Required("nics");
            NicDefinition[] nics = [.. _values.Named(nicsField)
                .Where(nic => _values.IsName(nic.Key, nic.Value.Path))
                .Select(nic => Nic(nic.Key, nic.Value)).OfType<NicDefinition>()];
            Field stack = fields.Optional("stack");
            StackDefinition? own = stack.IsGiven ? _stacks.Bind(stack) : null;
            fields.Finish();
            if (nicsField.Node is MappingNode { Entries.Count: 0 })
            {
                context.Log.Add(nicsField.At, $"{nicsField.Path}: a host needs at least one NIC, such as nic1: isp1");
            }

            yield return new HostDefinition(name, nics, own);
        }
    }

    private NicDefinition? Nic(Reference name, Field field)
    {
        if (field.Node is ScalarNode)
        {
            return _values.Reference(field) is Reference target ? new NicDefinition(name, target) : null;
        }

        if (_values.Mapping(field) is not MappingFields fields)
        {
            return null;
        }

        Reference? to = _values.Reference(fields.Required("to"));
        LinkSettings access = _links.Bind(fields);
        GivenAddress[] addresses = [.. Addresses(fields.Optional("addresses"))];
        fields.Finish();
        return to is Reference given ? new NicDefinition(name, given, access, addresses) : null;
    }

    private IEnumerable<GivenAddress> Addresses(Field field)
    {
        foreach (Field item in _values.OneOrMore(field))
        {
            if (_values.Text(item) is not string text)
            {
                continue;
            }

            if (IpAddress.TryParse(text, out IpAddress address))
            {
                yield return new GivenAddress(address, item.At);
            }
            else
            {
                context.Log.Add(
                    item.At, $"{item.Path}: '{text}' is not an IP address; write one such as fd00::1 or 10.0.0.1");
            }
        }
    }
}
