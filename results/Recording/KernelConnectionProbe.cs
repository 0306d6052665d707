using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Protocols.Sockets;
using Sim.Emulation;

namespace Results.Recording;

/// <summary>Watches one connection of the kernel in the direction of its payload, by what the kernel tells of one end or of both.</summary>
/// <remarks>
/// What only the other end knows stays zero where that is on another machine: how much waits out of order, what came twice.
/// The window that the receiver announces and staleness are not told by the kernel.
/// </remarks>
public sealed class KernelConnectionProbe : IProbe
{
    private readonly string _name;
    private readonly KernelStream _near;
    private readonly bool _isSender;
    private readonly KernelStream? _far;
    private readonly List<ConnectionSample> _samples = [];
    private readonly List<KernelSubflowProbe> _subflows = [];
    private ConnectionStatus? _last;
    private Instant? _establishedAt;
    private Instant? _closedAt;
    private long _farRead;

    /// <summary>A probe of a connection.</summary>
    /// <param name="name">Its name in results.</param>
    /// <param name="near">The end that is watched.</param>
    /// <param name="isSender">Whether the payload leaves from this end.</param>
    /// <param name="far">The other end, when it is in this process too.</param>
    public KernelConnectionProbe(string name, KernelStream near, bool isSender, KernelStream? far = null)
    {
        _name = name;
        _near = near;
        _isSender = isSender;
        _far = far;
    }

    /// <inheritdoc/>
    public void Sample(Instant now)
    {
        _farRead = _far?.BytesRead ?? 0;
        if (_near.ReadStatus() is not { } status)
        {
            if (_near.State != StreamState.Connecting)
            {
                OnEnded(now);
            }

            return;
        }

        _establishedAt ??= now;
        _last = status;
        FollowSubflows(now, status);
        _samples.Add(SampleOf(now, status));
    }

    /// <summary>The connection is about to end: looks a last time while the kernel can still be asked.</summary>
    public void OnEnding(Instant now)
    {
        Sample(now);
        OnEnded(now);
    }

    /// <summary>What it saw.</summary>
    public ConnectionRecord ToRecord()
    {
        ConnectionSample last = _samples.Count > 0 ? _samples[^1] : default;
        bool isMptcp = _last is { IsMptcp: true };
        return new ConnectionRecord
        {
            Name = _name,
            Transport = isMptcp ? "mptcp" : "tcp",
            Fallback = _near.Transport == KernelTransport.Mptcp && _last is not null && !isMptcp,
            EstablishedAt = _establishedAt,
            ClosedAt = _closedAt,
            Error = _near.Error == StreamError.None ? null : _near.Error.ToString(),
            BytesDelivered = last.DeliveredBytes,
            ReinjectedBytes = last.ReinjectedBytes,
            Subflows = [.. _subflows.Select(subflow => subflow.ToRecord())],
            Samples = _samples,
        };
    }

    private void OnEnded(Instant now)
    {
        if (_establishedAt is not null)
        {
            _closedAt ??= now;
        }

        _subflows.ForEach(subflow => subflow.OnGone(now));
    }

    private void FollowSubflows(Instant now, ConnectionStatus status)
    {
        foreach (KernelSubflowProbe known in _subflows.Where(known => !status.Subflows.Any(known.Is)))
        {
            known.OnGone(now);
        }

        foreach (SubflowStatus told in status.Subflows)
        {
            KernelSubflowProbe? probe = _subflows.Find(known => known.Is(told));
            if (probe is null)
            {
                probe = new KernelSubflowProbe(_subflows.Count, told, now, _isSender);
                _subflows.Add(probe);
            }

            probe.Sample(now, told.Tcp);
        }
    }

    private ConnectionSample SampleOf(Instant now, ConnectionStatus status)
    {
        if (!_isSender)
        {
            return new ConnectionSample { At = now, DeliveredBytes = _near.BytesRead, Subflows = status.Subflows.Count };
        }

        long written = _near.BytesWritten;
        long acknowledged = status.Mptcp?.BytesAcknowledged ?? status.Subflows.Sum(subflow => subflow.Tcp.BytesAcknowledged);

        // TCP counts the SYN as a byte; MPTCP before Linux 6.5 does not count at all.
        acknowledged = long.Min(acknowledged, written);
        return new ConnectionSample
        {
            At = now,
            WrittenBytes = written,
            AckedBytes = acknowledged,
            DeliveredBytes = _far is null ? acknowledged : _farRead,
            SendQueueBytes = written - acknowledged,
            ReinjectedBytes = status.Mptcp?.ReinjectedBytes ?? 0,
            Subflows = status.Subflows.Count,
        };
    }
}
