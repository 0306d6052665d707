using Protocols.Congestion;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>What a host decides about a new connection.</summary>
public sealed record TcpSetup
{
    /// <summary>ISS; random, so that old packets of an earlier connection cannot be mistaken (RFC 6528).</summary>
    public required uint InitialSequenceNumber { get; init; }

    /// <summary>Where the timestamps option's clock starts; random.</summary>
    public required uint TimestampOffset { get; init; }

    /// <summary>The MTU of the first link, in bytes.</summary>
    public required int Mtu { get; init; }

    /// <summary>Decides how fast to send.</summary>
    public required ICongestionControl CongestionControl { get; init; }

    /// <summary>Where the bytes lie that this end sends.</summary>
    public required ByteStore SendBytes { get; init; }

    /// <summary>Whether small segments are sent at once.</summary>
    public bool NoDelay { get; init; } = true;

    /// <summary>What it may have in the queue of its host's interface; null where that queue is not the host's.</summary>
    public SmallQueue? Queue { get; init; }

    /// <summary>What makes the connection an MPTCP subflow; null for plain TCP.</summary>
    public TcpExtension? Extension { get; init; }

    /// <summary>The congestion control; one that draws random numbers has its seed.</summary>
    internal ICongestionControl SeededControl()
    {
        (CongestionControl as IRandomized)?.Seed(((ulong)InitialSequenceNumber << 32) | TimestampOffset);
        return CongestionControl;
    }
}
