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

    /// <summary>The largest IP packet; 1280 B to 65535 B.</summary>
    public ByteSize? Mtu { get; init; }

    /// <summary>The name of the queue discipline.</summary>
    public Reference? Discipline { get; init; }

    /// <summary>These settings, with the gaps filled from <paramref name="fallback"/>.</summary>
    public LinkSettings Over(LinkSettings fallback) => new()
    {
        Rate = Rate ?? fallback.Rate,
        Delay = Delay ?? fallback.Delay,
        Queue = Queue ?? fallback.Queue,
        Rtt = Rtt ?? fallback.Rtt,
        Loss = Loss ?? fallback.Loss,
        Mtu = Mtu ?? fallback.Mtu,
        Discipline = Discipline ?? fallback.Discipline,
    };
}
