using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads the properties of a link wherever they stand: at an ISP, a NIC, a peering or a named link.</summary>
internal sealed class LinkSettingsBinder(ReadingContext context)
{
    /// <summary>The smallest MTU that IPv6 works with (RFC 8200, 5).</summary>
    public static ByteSize SmallestMtu { get; } = new(1280);

    /// <summary>The largest IP packet without jumbograms.</summary>
    public static ByteSize LargestMtu { get; } = new(65535);

    private readonly ValueReader _values = context.Values;

    private readonly ImpairmentBinder _impairments = new(context);
    private readonly DisciplineBinder _disciplines = new(context);
    private readonly TraceBinder _traces = new(context);

    /// <summary>Takes the keys of a link from a mapping.</summary>
    public LinkSettings Bind(MappingFields fields)
    {
        Field rate = fields.Optional("rate");
        Field trace = fields.Optional("trace");
        if (rate.IsGiven && trace.IsGiven)
        {
            context.Log.Add(trace.At, $"{trace.Path}: a trace takes the place of the rate; leave one of them out");
        }

        LinkSettings settings = new()
        {
            Rate = _values.PositiveRate(rate),
            Trace = _traces.Bind(trace),
            Delay = _values.TimeFromZero(fields.Optional("delay")),
            Queue = QueueLimitReader.Read(fields.Optional("queue"), context),
            Rtt = _values.PositiveTime(fields.Optional("rtt")),
            Jitter = _impairments.Jitter(fields.Optional("jitter")),
            Duplicate = _values.Loss(fields.Optional("duplicate")),
            Reorder = _impairments.Reorder(fields.Optional("reorder")),
            Mtu = _values.Size(fields.Optional("mtu"), SmallestMtu, LargestMtu),
            Discipline = _disciplines.Bind(fields.Optional("discipline")),
            HostQueue = _values.Flag(fields.Optional("host-queue")),
        };
        return _impairments.AddLoss(settings, fields.Optional("loss"));
    }
}
