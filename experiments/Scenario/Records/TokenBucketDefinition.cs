using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>The parameters of a token bucket; null where the user said nothing.</summary>
/// <param name="Name">Its registered name.</param>
public sealed record TokenBucketDefinition(Reference Name) : DisciplineDefinition(Name)
{
    /// <summary>How fast it fills; null: at the rate of the link, whose line then takes no time of its own.</summary>
    public BitRate? Rate { get; init; }

    /// <summary>How much it holds; at least a packet.</summary>
    public ByteSize? Burst { get; init; }

    /// <summary>How long a packet may wait for tokens, instead of the link's queue limit.</summary>
    public Duration? Latency { get; init; }
}
