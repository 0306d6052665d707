using Experiments.Scenario.Records;
using Experiments.Scenario.Yaml;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads what a link does to packets: losses, jitter, reordering.</summary>
internal sealed class ImpairmentBinder(ReadingContext context)
{
    private readonly ValueReader _values = context.Values;
    private readonly DistributionReader _distributions = new(context);

    private enum LossKind
    {
        Bernoulli,
        GilbertElliott,
    }

    /// <summary>Adds the value of <c>loss</c>: a probability, or a mapping with a model.</summary>
    public LinkSettings AddLoss(LinkSettings settings, Field field)
    {
        if (field.Node is not MappingNode || _values.Mapping(field) is not MappingFields fields)
        {
            return settings with { Loss = _values.Loss(field) };
        }

        LossKind? kind = _values.Choice(
            fields.Required("model"), ("bernoulli", LossKind.Bernoulli), ("gilbert-elliott", LossKind.GilbertElliott));
        switch (kind)
        {
            case LossKind.Bernoulli:
                settings = settings with { Loss = _values.Loss(fields.Required("p")) };
                fields.Finish();
                return settings;
            case LossKind.GilbertElliott:
                return settings with { BurstLoss = Bursts(fields) };
            default:
                return settings;
        }
    }

    /// <summary>Reads <c>jitter</c>: a time up to which it varies, a distribution, or a mapping that also says whether packets overtake.</summary>
    public JitterDefinition? Jitter(Field field)
    {
        if (field.Node is not MappingNode || _values.Mapping(field) is not MappingFields fields)
        {
            return Extra(field) is Distribution alone ? new JitterDefinition(alone, Reordering: false) : null;
        }

        Distribution? extra = Extra(fields.Required("distribution"));
        bool reordering = _values.Flag(fields.Optional("reordering")) ?? false;
        fields.Finish();
        return extra is null ? null : new JitterDefinition(extra, reordering);
    }

    /// <summary>Reads <c>reorder</c>: a probability, or a mapping with a gap.</summary>
    public ReorderDefinition? Reorder(Field field)
    {
        if (field.Node is not MappingNode || _values.Mapping(field) is not MappingFields fields)
        {
            return _values.Loss(field) is double alone ? new ReorderDefinition(alone, 1) : null;
        }

        double? share = _values.Loss(fields.Required("share"));
        long gap = _values.Integer(fields.Optional("gap"), 1, int.MaxValue) ?? 1;
        fields.Finish();
        return share is double given ? new ReorderDefinition(given, (int)gap) : null;
    }

    private GilbertElliottLoss? Bursts(MappingFields fields)
    {
        // The defaults of tc-netem: r = 1 - p, and all is lost in the bad state, nothing in the good one.
        double? p = _values.Loss(fields.Required("p"));
        double? r = _values.Loss(fields.Optional("r"));
        double? inBad = _values.Loss(fields.Optional("1-h"));
        double? inGood = _values.Loss(fields.Optional("1-k"));
        fields.Finish();
        return p is double given ? new GilbertElliottLoss(given, r ?? 1 - given, inBad ?? 1, inGood ?? 0) : null;
    }

    private Distribution? Extra(Field field)
    {
        if (field.Node is ScalarNode { Text: string text } && Duration.TryParse(text, out Duration most) && most >= Duration.Zero)
        {
            return new Distribution.Uniform(0, most.Seconds);
        }

        Distribution? extra = _distributions.Times(field);
        if (extra is not (Distribution.Constant { Value: null } or Distribution.Exponential { Mean: null }))
        {
            return extra;
        }

        context.Log.Add(field.At, $"{field.Path}: '{_values.Text(field)}' has no value here; write one, such as exponential(2 ms)");
        return null;
    }
}
