using Experiments.Scenario.Records;
using Experiments.Scenario.Yaml;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads <c>discipline</c>: a name, or a mapping with a name and parameters.</summary>
internal sealed class DisciplineBinder(ReadingContext context)
{
    private const int MostQueues = 65_536;

    private static readonly ByteSize _smallestQuantum = new(256);
    private static readonly ByteSize _anySize = new(long.MaxValue);

    // A token bucket that holds no full packet would never let one go.
    private static readonly ByteSize _smallestBurst = new(LinkSettingsBinder.SmallestMtu.Bytes);

    private readonly ValueReader _values = context.Values;

    /// <summary>Reads the value; null if it is not given or wrong.</summary>
    public DisciplineDefinition? Bind(Field field)
    {
        if (field.Node is not MappingNode || _values.Mapping(field) is not MappingFields fields)
        {
            return Name(field) is Reference alone ? new DisciplineDefinition(alone) : null;
        }

        if (Name(fields.Required("kind")) is not Reference name)
        {
            return null;
        }

        DisciplineDefinition definition = name.Name switch
        {
            "red" => Red(name, fields),
            "codel" => CoDel(new CoDelDefinition(name), fields),
            "fq-codel" => FqCoDel(name, fields),
            "tbf" => TokenBucket(name, fields),
            _ => new DisciplineDefinition(name),
        };
        fields.Finish();
        return definition;
    }

    private Reference? Name(Field field) => _values.Known(field, "queue discipline", context.Known.QueueDisciplines);

    private RedDefinition Red(Reference name, MappingFields fields)
    {
        Field minimumField = fields.Optional("min");
        Field maximumField = fields.Optional("max");
        QueueLimit? minimum = Threshold(minimumField);
        QueueLimit? maximum = Threshold(maximumField);
        if (minimumField.IsGiven != maximumField.IsGiven)
        {
            Field alone = minimumField.IsGiven ? minimumField : maximumField;
            context.Log.Add(alone.At, $"{alone.Path}: write both min and max, or none of them");
        }

        bool fit = (minimum, maximum) switch
        {
            (QueueLimit.Packets low, QueueLimit.Packets high) => low.Count < high.Count,
            (QueueLimit.Bytes low, QueueLimit.Bytes high) => low.Size < high.Size,
            _ => minimum is null || maximum is null,
        };
        if (!fit)
        {
            context.Log.Add(
                maximumField.At, $"{maximumField.Path}: '{maximum}' does not fit min, '{minimum}'; max is larger, in the same unit");
        }

        return new RedDefinition(name)
        {
            Minimum = minimum,
            Maximum = maximum,
            Probability = Share(fields.Optional("probability")),
            Weight = Share(fields.Optional("weight")),
            Gentle = _values.Flag(fields.Optional("gentle")),
            Ecn = _values.Flag(fields.Optional("ecn")),
        };
    }

    private QueueLimit? Threshold(Field field)
    {
        QueueLimit? limit = QueueLimitReader.Read(field, context);
        if (limit is null or QueueLimit.Bytes or QueueLimit.Packets)
        {
            return limit;
        }

        context.Log.Add(field.At, $"{field.Path}: '{limit}' is no threshold of RED; write a size or packets, such as '30 packets'");
        return null;
    }

    private double? Share(Field field)
    {
        double? share = _values.Loss(field);
        return share is 0 ? _values.Refuse<double>(field, "is 0; a value here is above 0, up to 1") : share;
    }

    private T CoDel<T>(T definition, MappingFields fields)
        where T : CoDelDefinition => definition with
        {
            Target = _values.PositiveTime(fields.Optional("target")),
            Interval = _values.PositiveTime(fields.Optional("interval")),
            Ecn = _values.Flag(fields.Optional("ecn")),
        };

    private FqCoDelDefinition FqCoDel(Reference name, MappingFields fields) => CoDel(new FqCoDelDefinition(name), fields) with
    {
        Queues = (int?)_values.Integer(fields.Optional("queues"), 1, MostQueues),
        Quantum = _values.Size(fields.Optional("quantum"), _smallestQuantum, LinkSettingsBinder.LargestMtu),
        MemoryLimit = _values.Size(fields.Optional("memory-limit"), new ByteSize(1), _anySize),
    };

    private TokenBucketDefinition TokenBucket(Reference name, MappingFields fields) => new(name)
    {
        Rate = _values.PositiveRate(fields.Optional("rate")),
        Burst = _values.Size(fields.Optional("burst"), _smallestBurst, _anySize),
        Latency = _values.PositiveTime(fields.Optional("latency")),
    };
}
