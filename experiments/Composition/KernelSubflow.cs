using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;
using Results.Recording;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>Records one subflow of a kernel's connection, as its sender sees it.</summary>
internal sealed class KernelSubflow(Endpoint local, Endpoint remote)
{
    private const int Established = 1;

    private readonly List<SubflowSample> _samples = [];
    private Instant? _establishedAt;
    private TcpStatus? _last;

    /// <summary>When it was last looked at.</summary>
    public Instant SampledAt { get; private set; }

    /// <summary>When it was found gone; null while it is there.</summary>
    public Instant? ClosedAt { get; set; }

    /// <summary>Payload that has arrived at the other end, each byte once.</summary>
    public long Delivered { get; set; }

    /// <summary>Looks at it.</summary>
    public void Sample(TcpStatus status, Instant now)
    {
        _last = status;
        SampledAt = now;
        if (status.State == Established)
        {
            _establishedAt ??= now;
        }

        bool isInfinite = status.SlowStartThresholdPackets >= int.MaxValue;
        _samples.Add(new SubflowSample(
            now,
            (int)status.CongestionWindowPackets,
            isInfinite ? null : (int)status.SlowStartThresholdPackets,
            status.SmoothedRtt,
            status.RetransmissionTimeout,
            status.Backoff,
            status.UnacknowledgedPackets * status.SegmentBytes,
            status.BytesSent,
            status.BytesAcknowledged,
            status.RetransmittedSegments,
            Stale: false,
            status.BytesSent - status.BytesRetransmitted));
    }

    /// <summary>What is known of it.</summary>
    public SubflowRecord ToRecord(int number) => new()
    {
        Number = number,
        Local = local.ToString(),
        Remote = remote.ToString(),
        EstablishedAt = _establishedAt,
        ClosedAt = ClosedAt,
        SentBytes = _last?.BytesSent ?? 0,
        DeliveredBytes = Delivered,
        RetransmittedSegments = _last?.RetransmittedSegments ?? 0,
        Timeouts = _last?.Timeouts ?? 0,
        Samples = _samples,
    };
}
