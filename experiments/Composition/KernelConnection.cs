using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;
using Results.Recording;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>Records one connection between two kernel hosts by asking the kernel about both its ends.</summary>
internal sealed class KernelConnection(string name, IConnectionEnd sender, IConnectionEnd receiver)
{
    private const int Established = 1;

    private readonly Dictionary<(Endpoint Local, Endpoint Remote), KernelSubflow> _subflows = [];
    private readonly List<KernelSubflow> _inOrder = [];
    private readonly List<ConnectionSample> _samples = [];
    private Instant? _establishedAt;
    private Instant? _closedAt;
    private bool _isMptcp;

    /// <summary>Whether it has a stream as one of its ends.</summary>
    public bool Has(IConnectionEnd stream) => stream == sender || stream == receiver;

    /// <summary>Looks at it.</summary>
    public void Sample(Instant now)
    {
        ConnectionSample last = _samples.Count > 0 ? _samples[^1] : default;
        ConnectionStatus? sent = sender.ReadStatus();
        ConnectionStatus? received = receiver.ReadStatus();
        if (sent is null && received is null)
        {
            _closedAt ??= now;
            return;
        }

        ConnectionSample sample = last with { At = now };
        if (sent is not null)
        {
            _establishedAt ??= now;
            _isMptcp = sent.IsMptcp;
            sample = Sending(sample, sent);
        }

        if (received is not null)
        {
            long delivered = received.Mptcp?.BytesReceived ?? received.Subflows.Sum(subflow => subflow.Tcp.BytesReceived);
            sample = sample with { DeliveredBytes = delivered };
        }

        _samples.Add(sample);
        SampleSubflows(sent?.Subflows ?? [], received?.Subflows ?? [], now);
    }

    /// <summary>What is known of it.</summary>
    public ConnectionRecord ToRecord()
    {
        ConnectionSample last = _samples.Count > 0 ? _samples[^1] : default;
        return new ConnectionRecord
        {
            Name = name,
            Transport = _isMptcp ? "mptcp" : "tcp",
            Fallback = !_isMptcp && sender.Transport == KernelTransport.Mptcp,
            EstablishedAt = _establishedAt,
            ClosedAt = _closedAt,
            Error = sender.Error == StreamError.None ? null : sender.Error.ToString(),
            BytesDelivered = last.DeliveredBytes,
            ReinjectedBytes = last.ReinjectedBytes,
            Subflows = [.. _inOrder.Select((subflow, number) => subflow.ToRecord(number))],
            Samples = _samples,
        };
    }

    private static ConnectionSample Sending(ConnectionSample sample, ConnectionStatus status)
    {
        TcpStatus[] tcp = [.. status.Subflows.Select(subflow => subflow.Tcp)];
        long written = status.Mptcp?.BytesSent ?? tcp.Sum(Given);
        long acked = status.Mptcp?.BytesAcknowledged ?? tcp.Sum(subflow => subflow.BytesAcknowledged);
        return sample with
        {
            WrittenBytes = written,
            AckedBytes = acked,
            SendQueueBytes = written - acked,
            ReinjectedBytes = Math.Max(sample.ReinjectedBytes, status.Mptcp is null ? 0 : tcp.Sum(Given) - written),
            Subflows = tcp.Count(subflow => subflow.State == Established),
        };
    }

    // What the subflows were given beyond the data itself went over several of them. The kernel's own counter (mptcpi_bytes_retrans) knows
    // only what its timer sends again, not what it gives to others when a subflow is stale (__mptcp_retransmit_pending_data).
    private static long Given(TcpStatus subflow) => subflow.BytesSent - subflow.BytesRetransmitted + subflow.NotSentBytes;

    private void SampleSubflows(IReadOnlyList<SubflowStatus> sent, IReadOnlyList<SubflowStatus> received, Instant now)
    {
        foreach (SubflowStatus status in sent)
        {
            if (!_subflows.TryGetValue((status.Local, status.Remote), out KernelSubflow? subflow))
            {
                subflow = new KernelSubflow(status.Local, status.Remote);
                _subflows.Add((status.Local, status.Remote), subflow);
                _inOrder.Add(subflow);
            }

            subflow.Sample(status.Tcp, now);
        }

        foreach (SubflowStatus status in received)
        {
            if (_subflows.TryGetValue((status.Remote, status.Local), out KernelSubflow? subflow))
            {
                subflow.Delivered = status.Tcp.BytesReceived;
            }
        }

        foreach (KernelSubflow gone in _inOrder.Where(subflow => sent.Count > 0 && subflow.SampledAt < now))
        {
            gone.ClosedAt ??= now;
        }
    }
}
