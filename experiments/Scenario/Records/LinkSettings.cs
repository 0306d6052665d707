using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>The properties of a link, each null where the user said nothing. They hold for both directions.</summary>
public sealed record LinkSettings
{
    /// <summary>The rate that frames are sent at (IP packet and 14 bytes of Ethernet header); positive.</summary>
    public BitRate? Rate { get; init; }

    /// <summary>The propagation delay of one direction; 0 or more.</summary>
    public Duration? Delay { get; init; }

    /// <summary>How much waits before packets are dropped.</summary>
    public QueueLimit? Queue { get; init; }

    /// <summary>The round-trip time that a queue of <c>1 bdp</c> is measured with; positive.</summary>
    public Duration? Rtt { get; init; }

    /// <summary>The probability that a packet is lost at random, 0 to 1.</summary>
    public double? Loss { get; init; }

    /// <summary>Losses that come in bursts; null where there are none, or <see cref="Loss"/> says it all.</summary>
    public GilbertElliottLoss? BurstLoss { get; init; }

    /// <summary>How the delay varies.</summary>
    public JitterDefinition? Jitter { get; init; }

    /// <summary>How likely a packet arrives twice, 0 to 1.</summary>
    public double? Duplicate { get; init; }

    /// <summary>Which packets skip the delay.</summary>
    public ReorderDefinition? Reorder { get; init; }

    /// <summary>The capacity over time, in the place of <see cref="Rate"/>.</summary>
    public LinkTraces? Trace { get; init; }

    /// <summary>The largest IP packet; 1280 B to 65535 B.</summary>
    public ByteSize? Mtu { get; init; }

    /// <summary>The queue discipline.</summary>
    public DisciplineDefinition? Discipline { get; init; }

    /// <summary>
    /// Whether the queue is that of the sending host's own interface, so that TCP keeps it short; else it is the provider's.
    /// </summary>
    public bool? HostQueue { get; init; }

    /// <summary>These settings, with the gaps filled from <paramref name="fallback"/>.</summary>
    /// <remarks>A rate takes the place of a trace, and random losses that of bursts; and the other way round.</remarks>
    public LinkSettings Over(LinkSettings fallback) => new()
    {
        Rate = Trace is null ? Rate ?? fallback.Rate : null,
        Trace = Rate is null ? Trace ?? fallback.Trace : null,
        Delay = Delay ?? fallback.Delay,
        Queue = Queue ?? fallback.Queue,
        Rtt = Rtt ?? fallback.Rtt,
        Loss = BurstLoss is null ? Loss ?? fallback.Loss : null,
        BurstLoss = Loss is null ? BurstLoss ?? fallback.BurstLoss : null,
        Jitter = Jitter ?? fallback.Jitter,
        Duplicate = Duplicate ?? fallback.Duplicate,
        Reorder = Reorder ?? fallback.Reorder,
        Mtu = Mtu ?? fallback.Mtu,
        Discipline = Discipline ?? fallback.Discipline,
        HostQueue = HostQueue ?? fallback.HostQueue,
    };
}
