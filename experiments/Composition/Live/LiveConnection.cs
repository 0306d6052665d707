using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Protocols.Sockets;
using Results.Recording;
using Sim.Emulation;

namespace Experiments.Composition.Live;

/// <summary>Records one connection whose other end is elsewhere, by what the kernel tells of this one.</summary>
/// <remarks>
/// From the sender's end, what was acknowledged counts as delivered. From the receiver's end, what arrived counts as sent: what the
/// other machine sent in vain is not known here.
/// </remarks>
/// <param name="name">Its name in results.</param>
/// <param name="stream">This end.</param>
/// <param name="isSender">Whether the payload leaves from here.</param>
internal sealed class LiveConnection(string name, KernelStream stream, bool isSender)
{
    private readonly List<(SubflowStatus First, KernelSubflow Subflow)> _subflows = [];
    private readonly List<ConnectionSample> _samples = [];
    private Instant? _establishedAt;
    private Instant? _closedAt;
    private bool _isMptcp;

    /// <summary>Looks at it.</summary>
    public void Sample(Instant now)
    {
        if (stream.ReadStatus() is not { } status)
        {
            return;
        }

        _establishedAt ??= now;
        _isMptcp = status.IsMptcp;
        SampleSubflows(status, now);
        _samples.Add(isSender ? Sent(status, now) : new ConnectionSample
        {
            At = now,
            DeliveredBytes = stream.BytesRead,
            Subflows = status.Subflows.Count,
        });
    }

    /// <summary>It is about to end: looks a last time while the kernel can still be asked.</summary>
    public void OnEnding(Instant now)
    {
        Sample(now);
        _closedAt = _establishedAt is null ? null : now;
        foreach ((_, KernelSubflow subflow) in _subflows)
        {
            subflow.ClosedAt ??= now;
        }
    }

    /// <summary>What is known of it.</summary>
    public ConnectionRecord ToRecord()
    {
        ConnectionSample last = _samples.Count > 0 ? _samples[^1] : default;
        return new ConnectionRecord
        {
            Name = name,
            Transport = _isMptcp ? "mptcp" : "tcp",
            Fallback = stream.Transport == KernelTransport.Mptcp && _establishedAt is not null && !_isMptcp,
            EstablishedAt = _establishedAt,
            ClosedAt = _closedAt,
            Error = stream.Error == StreamError.None ? null : stream.Error.ToString(),
            BytesDelivered = last.DeliveredBytes,
            ReinjectedBytes = last.ReinjectedBytes,
            Subflows = [.. _subflows.Select((entry, number) => entry.Subflow.ToRecord(number))],
            Samples = _samples,
        };
    }

    private ConnectionSample Sent(ConnectionStatus status, Instant now)
    {
        long written = stream.BytesWritten;
        long told = status.Mptcp?.BytesAcknowledged ?? status.Subflows.Sum(subflow => subflow.Tcp.BytesAcknowledged);

        // TCP counts the SYN and the FIN as a byte each.
        long acknowledged = long.Min(told, written);
        return new ConnectionSample
        {
            At = now,
            WrittenBytes = written,
            AckedBytes = acknowledged,
            DeliveredBytes = acknowledged,
            SendQueueBytes = written - acknowledged,
            ReinjectedBytes = status.Mptcp?.ReinjectedBytes ?? 0,
            Subflows = status.Subflows.Count,
        };
    }

    private void SampleSubflows(ConnectionStatus status, Instant now)
    {
        foreach (SubflowStatus told in status.Subflows)
        {
            KernelSubflow? subflow = _subflows.Find(known => IsSame(known.First, told) && known.Subflow.ClosedAt is null).Subflow;
            if (subflow is null)
            {
                subflow = isSender ? new KernelSubflow(told.Local, told.Remote) : new KernelSubflow(told.Remote, told.Local);
                _subflows.Add((told, subflow));
            }

            TcpStatus tcp = isSender
                ? told.Tcp
                : told.Tcp with { BytesSent = told.Tcp.BytesReceived, BytesAcknowledged = told.Tcp.BytesReceived, BytesRetransmitted = 0 };
            subflow.Sample(tcp, now);
            subflow.Delivered = tcp.BytesAcknowledged;
        }

        foreach ((_, KernelSubflow gone) in _subflows.Where(known => known.Subflow.SampledAt < now))
        {
            gone.ClosedAt ??= now;
        }
    }

    private static bool IsSame(SubflowStatus known, SubflowStatus told) => known.Local == told.Local && known.Remote == told.Remote;
}
