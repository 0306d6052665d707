using System.Collections.Generic;
using Protocols.Core;
using Sim.Emulation;

namespace Results.Recording;

/// <summary>Keeps what the kernel told of one subflow.</summary>
/// <param name="number">Its number in the connection.</param>
/// <param name="first">What was told of it first.</param>
/// <param name="foundAt">When that was.</param>
/// <param name="isSender">Whether the payload leaves from this end.</param>
internal sealed class KernelSubflowProbe(int number, SubflowStatus first, Instant foundAt, bool isSender)
{
    private readonly List<SubflowSample> _samples = [];
    private TcpStatus _last = first.Tcp;
    private Instant? _goneAt;

    /// <summary>Whether this is the subflow that the kernel now tells of.</summary>
    public bool Is(SubflowStatus status) => _goneAt is null && status.Local == first.Local && status.Remote == first.Remote;

    /// <summary>The kernel told of it again.</summary>
    public void Sample(Instant now, TcpStatus status)
    {
        _last = status;
        _samples.Add(new SubflowSample(
            now,
            (int)status.CongestionWindowPackets,
            status.SlowStartThresholdPackets >= int.MaxValue ? null : (int)status.SlowStartThresholdPackets,
            status.SmoothedRtt,
            status.RetransmissionTimeout,
            status.Backoff,
            status.UnacknowledgedPackets * status.SegmentBytes,
            status.BytesSent,
            status.BytesAcknowledged,
            status.RetransmittedSegments,
            Stale: false,
            status.BytesSent - status.BytesRetransmitted + status.NotSentBytes));
    }

    /// <summary>The kernel tells of it no more.</summary>
    public void OnGone(Instant now) => _goneAt ??= now;

    /// <summary>What it saw. Seen from the receiver, the payload is what it received, and what was sent is not known.</summary>
    public SubflowRecord ToRecord() => new()
    {
        Number = number,
        Local = (isSender ? first.Local : first.Remote).ToString(),
        Remote = (isSender ? first.Remote : first.Local).ToString(),
        EstablishedAt = foundAt,
        ClosedAt = _goneAt,
        SentBytes = isSender ? _last.BytesSent : _last.BytesReceived,
        DeliveredBytes = isSender ? _last.BytesAcknowledged : _last.BytesReceived,
        RetransmittedSegments = _last.RetransmittedSegments,
        Timeouts = _last.Timeouts,
        Samples = _samples,
    };
}
