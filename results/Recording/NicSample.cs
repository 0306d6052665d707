using Protocols.Core;

namespace Results.Recording;

/// <summary>
/// The counters of an interface at one instant, as Linux would show them: cumulative since the start of the run.
/// </summary>
/// <param name="At">When the counters were read.</param>
/// <param name="TxBytes">Bytes sent: IP packets and 14 bytes of Ethernet header each.</param>
/// <param name="RxBytes">Bytes received, counted in the same way.</param>
/// <param name="TxPackets">Packets sent.</param>
/// <param name="RxPackets">Packets received.</param>
/// <param name="Drops">Packets that the interface was given to send and dropped: its queue was full, or it was
/// down.</param>
public readonly record struct NicSample(
    Instant At, long TxBytes, long RxBytes, long TxPackets, long RxPackets, long Drops);
