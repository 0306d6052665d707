using Protocols.Congestion;
using Protocols.Core;

namespace Tests.Congestion;

/// <summary>Acknowledgments as a congestion control sees them.</summary>
internal static class Samples
{
    public static readonly Duration Rtt = Duration.FromMilliseconds(100);

    public static AckSample Acked(int packets, Instant at = default) =>
        new(at, packets, Rtt, Rtt, InFlight: 0, IsWindowLimited: true, AckedEnd: 0, SentEnd: 0);
}
