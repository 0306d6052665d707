using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>What an acknowledgment told the sender, for its congestion control.</summary>
/// <param name="Now">When it arrived.</param>
/// <param name="AckedPackets">How many packets it newly acknowledged, cumulatively or selectively.</param>
/// <param name="Rtt">The round-trip time of the last packet it acknowledged; negative when there is no sample.</param>
/// <param name="SmoothedRtt">The smoothed round-trip time; zero before the first sample.</param>
/// <param name="InFlight">Packets in flight before it arrived.</param>
/// <param name="IsWindowLimited">
/// Whether the congestion window was what held the sender back (tcp_is_cwnd_limited).
/// </param>
/// <param name="AckedEnd">The stream position behind the last byte acknowledged cumulatively.</param>
/// <param name="SentEnd">
/// The stream position behind the last byte sent (snd_nxt): where a round of HyStart ends.
/// </param>
public readonly record struct AckSample(
    Instant Now,
    int AckedPackets,
    Duration Rtt,
    Duration SmoothedRtt,
    int InFlight,
    bool IsWindowLimited,
    long AckedEnd,
    long SentEnd);
