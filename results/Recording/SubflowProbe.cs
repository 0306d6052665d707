using System;
using System.Collections.Generic;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Net;
using Protocols.Tcp;

namespace Results.Recording;

/// <summary>Watches the sender of one subflow, or of a plain TCP connection.</summary>
internal sealed class SubflowProbe(
    int number, TcpConnection connection, Subflow? subflow, FlowTable flows, Func<long> delivered)
{
    private readonly List<SubflowSample> _samples = [];

    /// <summary>When it was over; null before.</summary>
    public Instant? ClosedAt => connection.ClosedAt;

    /// <summary>Looks at it; for the last time when it is over, to see what it came to.</summary>
    public void Sample(Instant now)
    {
        if (_samples.Count > 0 && ClosedAt < _samples[^1].At)
        {
            return;
        }

        TcpSender sender = connection.Sender;
        int threshold = sender.CongestionWindow.SlowStartThreshold;
        _samples.Add(new SubflowSample(
            now,
            sender.CongestionWindow.Packets,
            threshold == CongestionWindow.Infinite ? null : threshold,
            sender.SmoothedRtt,
            sender.Rto,
            sender.Backoff,
            (long)sender.Segments.InFlight * sender.MaximumPayload,
            sender.SentBytes,
            Math.Min(sender.Unacknowledged, sender.WriteEnd) - 1,
            sender.RetransmittedSegments,
            subflow?.IsStale ?? false,
            subflow?.ScheduledBytes ?? sender.Next - 1));
    }

    /// <summary>What it saw.</summary>
    public SubflowRecord ToRecord()
    {
        FlowKey path = flows[connection.Flow];
        return new SubflowRecord
        {
            Number = number,
            Local = path.Source.ToString(),
            Remote = path.Destination.ToString(),
            EstablishedAt = connection.EstablishedAt,
            ClosedAt = connection.ClosedAt,
            SentBytes = connection.Sender.SentBytes,
            DeliveredBytes = delivered(),
            RetransmittedSegments = connection.Sender.RetransmittedSegments,
            Timeouts = connection.Sender.Timeouts,
            Samples = _samples,
        };
    }
}
