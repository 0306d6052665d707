using Protocols.Core;

namespace Results.Recording;

/// <summary>
/// The state of one subflow's sender at one instant. Counters are cumulative since the subflow began.
/// </summary>
/// <param name="At">When it was sampled.</param>
/// <param name="CwndPackets">Congestion window in packets (Linux <c>snd_cwnd</c>).</param>
/// <param name="SsthreshPackets">Slow-start threshold in packets; null while it is still infinite.</param>
/// <param name="Srtt">Smoothed round-trip time (RFC 6298); zero before the first measurement.</param>
/// <param name="Rto">Retransmission timeout, back-off included.</param>
/// <param name="Backoff">How often the timeout has been doubled since the last new acknowledgment.</param>
/// <param name="InFlightBytes">Payload sent and neither acknowledged nor deemed lost.</param>
/// <param name="SentBytes">Payload sent, retransmissions included.</param>
/// <param name="AckedBytes">Payload acknowledged.</param>
/// <param name="RetransmittedSegments">Segments sent again.</param>
/// <param name="Stale">Whether MPTCP holds the subflow for dead (Linux <c>subflow->stale</c>).</param>
/// <param name="ScheduledBytes">Payload that the packet scheduler gave to this subflow, re-injections included.</param>
public readonly record struct SubflowSample(
    Instant At,
    int CwndPackets,
    int? SsthreshPackets,
    Duration Srtt,
    Duration Rto,
    int Backoff,
    long InFlightBytes,
    long SentBytes,
    long AckedBytes,
    long RetransmittedSegments,
    bool Stale,
    long ScheduledBytes);
