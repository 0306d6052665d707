using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Experiments.Scenario.Yaml;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads the applications that only make load: bulk transfers and datagrams.</summary>
internal sealed class TrafficBinder(ReadingContext context, NetworkNames names, ScenarioDefinition scenario)
{
    private const int MostSubflows = 64;

    private readonly ValueReader _values = context.Values;
    private readonly StackBinder _stacks = new(context);
    private readonly DistributionReader _distributions = new(context);

    /// <summary>Reads a bulk transfer.</summary>
    public BulkApplication? Bulk(Reference name, MappingFields fields)
    {
        TrafficPairs? pairs = Pairs(fields);
        Field subflows = fields.Optional("subflows");
        Field via = fields.Optional("via");
        BulkApplication bulk = new()
        {
            Name = name,
            Pairs = pairs ?? new TrafficPairs.Given([], false),
            Bytes = Bytes(fields.Optional("bytes")),
            Transport = _stacks.Transport(fields.Optional("transport")),
            Congestion = _stacks.Congestion(fields.Optional("congestion")),
            Scheduler = _stacks.Scheduler(fields.Optional("scheduler")),
            SubflowCount = subflows.Node is ScalarNode ? (int?)_values.Integer(subflows, 1, MostSubflows) : null,
            Subflows = subflows.Node is ScalarNode ? [] : Subflows(subflows, pairs),
            Via = [.. _values.List(via).Select(Hops)],
        };
        int stated = bulk.SubflowCount ?? bulk.Subflows.Count;
        if (bulk.Via.Count > 0 && stated > 0 && bulk.Via.Count != stated)
        {
            context.Log.Add(
                via.At, $"{via.Path}: found {bulk.Via.Count} paths for {stated} subflows; write one list per subflow");
        }

        return pairs is null ? null : bulk;
    }

    /// <summary>Reads a stream of datagrams.</summary>
    public DatagramsApplication? Datagrams(Reference name, MappingFields fields)
    {
        TrafficPairs? pairs = Pairs(fields);
        Field rateField = fields.Optional("rate");
        BitRate? rate = _values.PositiveRate(rateField);
        Distribution? size = _distributions.Sizes(fields.Required("size"));
        Field gapField = fields.Optional("gap");
        Distribution constant = new Distribution.Constant(null);
        Distribution? gap = gapField.IsGiven ? _distributions.Times(gapField) : constant;
        Field onField = fields.Optional("on");
        Field offField = fields.Optional("off");
        Distribution? on = _distributions.Times(onField);
        Distribution? off = _distributions.Times(offField);
        IReadOnlyList<Reference> via = Hops(fields.Optional("via"));
        bool gapNeedsRate = gap is Distribution.Constant { Value: null } or Distribution.Exponential { Mean: null };
        if (gapNeedsRate && !rateField.IsGiven)
        {
            context.Log.Add(fields.Node.At, $"{fields.Path} has no 'rate', and no 'gap' that says how often to send; "
                + "write rate: 5 Mbit/s, or a gap with a mean");
        }
        else if (gap is not null && !gapNeedsRate && rateField.IsGiven)
        {
            context.Log.Add(
                rateField.At, $"{rateField.Path}: the rate already follows from size and gap; leave one of them out");
        }

        if (onField.IsGiven != offField.IsGiven)
        {
            Field given = onField.IsGiven ? onField : offField;
            context.Log.Add(given.At, $"{given.Path}: 'on' and 'off' belong together; without both it always sends");
        }

        if (size is Distribution.Constant { Value: null } or Distribution.Exponential { Mean: null })
        {
            context.Log.Add(
                fields.Node.At, $"{fields.Path}.size: has no size; write 1000 B, or {size.ToString()}(1000 B)");
        }

        return pairs is null || size is null ? null : new DatagramsApplication
        {
            Name = name,
            Pairs = pairs,
            Rate = rate,
            Size = size,
            Gap = gap ?? constant,
            On = on,
            Off = off,
            Via = via,
        };
    }

    private TrafficPairs? Pairs(MappingFields fields)
    {
        Field pairs = fields.Optional("pairs");
        Field from = fields.Optional("from");
        Field to = fields.Optional("to");
        if (!pairs.IsGiven)
        {
            foreach (Field missing in new[] { from, to }.Where(end => !end.IsGiven))
            {
                context.Log.Add(fields.Node.At, $"{missing.Path} is missing; write 'from' and 'to', or 'pairs'");
            }

            return Host(from) is Reference source
                && Host(to) is Reference destination
                && AreDifferent(source, destination, to)
                ? new TrafficPairs.Given([new HostPair(source, destination)], Numbered: false)
                : null;
        }

        foreach (Field extra in new[] { from, to }.Where(end => end.IsGiven))
        {
            context.Log.Add(extra.At, $"{extra.Path}: 'pairs' already says who sends to whom; leave one of them out");
        }

        return pairs.Node is ScalarNode { Text: "one-to-one" } ? OneToOne(pairs)
            : pairs.Node is ScalarNode { Text: "permutation" } ? Permutation(pairs)
            : pairs.Node is ScalarNode ? Unknown(pairs)
            : GivenPairs(pairs);
    }

    private TrafficPairs.Given? OneToOne(Field field)
    {
        if (scenario.Topology is not TopologyDefinition.Dumbbell dumbbell)
        {
            context.Log.Add(
                field.At,
                $"{field.Path}: 'one-to-one' pairs src1 with dst1 and so on, which only the dumbbell topology has");
            return null;
        }

        IEnumerable<HostPair> pairs = Enumerable.Range(1, dumbbell.Flows)
            .Select(flow => new HostPair(new Reference($"src{flow}", field.At), new Reference($"dst{flow}", field.At)));
        return new TrafficPairs.Given([.. pairs], Numbered: true);
    }

    private TrafficPairs.Permutation? Permutation(Field field)
    {
        if (scenario.Hosts.Count < 2)
        {
            context.Log.Add(
                field.At, $"{field.Path}: a permutation needs two hosts or more, found {scenario.Hosts.Count}");
            return null;
        }

        return new TrafficPairs.Permutation([.. scenario.Hosts.Select(host => host.Name)]);
    }

    private TrafficPairs? Unknown(Field field)
    {
        string text = _values.Text(field) ?? "";
        string suggestion = Spelling.Suggest(text, ["one-to-one", "permutation"]);
        context.Log.Add(field.At, $"{field.Path}: unknown value '{text}'; {suggestion}, or a list such as [[h1, h9]]");
        return null;
    }

    private TrafficPairs.Given? GivenPairs(Field field)
    {
        List<HostPair> pairs = [];
        foreach (Field item in _values.List(field))
        {
            IReadOnlyList<Field> ends = _values.List(item);
            if (ends.Count != 2)
            {
                context.Log.Add(item.At, $"{item.Path}: found {ends.Count} hosts, expected two, such as [h1, h9]");
            }
            else if (Host(ends[0]) is Reference from
                && Host(ends[1]) is Reference to
                && AreDifferent(from, to, ends[1]))
            {
                pairs.Add(new HostPair(from, to));
            }
        }

        return pairs.Count > 0 ? new TrafficPairs.Given(pairs, Numbered: true) : null;
    }

    private Reference? Host(Field field) =>
        _values.Reference(field) is Reference host && names.Host(host, field.Path) is not null ? host : null;

    private bool AreDifferent(Reference from, Reference to, Field field)
    {
        if (from.Name == to.Name)
        {
            context.Log.Add(field.At, $"{field.Path}: '{to.Name}' would send to itself; name another host");
        }

        return from.Name != to.Name;
    }

    private ByteSize? Bytes(Field field) => field.Node is ScalarNode { Text: "unlimited" }
        ? null
        : _values.Size(field, new ByteSize(1), new ByteSize(long.MaxValue));

    private List<SubflowNics> Subflows(Field field, TrafficPairs? pairs)
    {
        List<SubflowNics> subflows = [];
        foreach (Field item in _values.List(field))
        {
            IReadOnlyList<Field> ends = _values.List(item);
            if (ends.Count != 2)
            {
                context.Log.Add(item.At, $"{item.Path}: found {ends.Count} NICs, expected two, such as [nic1, nic1]");
            }
            else if (_values.Reference(ends[0]) is Reference source
                && _values.Reference(ends[1]) is Reference destination)
            {
                RequireNics(pairs, source, destination, item.Path);
                subflows.Add(new SubflowNics(source, destination));
            }
        }

        return subflows;
    }

    private void RequireNics(TrafficPairs? pairs, Reference source, Reference destination, string path)
    {
        IEnumerable<HostPair> hosts = pairs switch
        {
            TrafficPairs.Given given => given.Pairs,
            TrafficPairs.Permutation permutation => permutation.Hosts.Select(host => new HostPair(host, host)),
            _ => [],
        };
        foreach (HostPair pair in hosts)
        {
            names.RequireNic(names.Host(pair.From, path)!, source, path);
            names.RequireNic(names.Host(pair.To, path)!, destination, path);
        }
    }

    private List<Reference> Hops(Field field)
    {
        List<Reference> hops = [];
        foreach (Field item in _values.List(field))
        {
            if (_values.Reference(item) is Reference hop)
            {
                names.RequireHop(hop, item.Path);
                hops.Add(hop);
            }
        }

        return hops;
    }
}
