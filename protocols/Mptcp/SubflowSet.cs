using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>
/// The subflows of a connection, in the order in which they were created, which is the order in which schedulers see
/// them.
/// </summary>
internal sealed class SubflowSet
{
    private readonly List<Subflow> _present = [];
    private readonly List<Subflow> _all = [];
    private int _transmitIndex;

    /// <summary>Those that exist now.</summary>
    public SubflowList Present => new(_present);

    /// <summary>All there ever were.</summary>
    public SubflowList All => new(_all);

    /// <summary>The longest retransmission timeout.</summary>
    public Duration LongestRto
    {
        get
        {
            Duration longest = Duration.Zero;
            foreach (Subflow subflow in _present)
            {
                longest = Duration.Max(longest, subflow.Tcp.Sender.Rto);
            }

            return longest;
        }
    }

    /// <summary>The earliest of all their deadlines.</summary>
    public Instant Deadline
    {
        get
        {
            Instant deadline = Instant.Never;
            foreach (Subflow subflow in _present)
            {
                deadline = Instant.Min(deadline, Instant.Min(subflow.Tcp.Deadline, subflow.AckDeadline));
            }

            return deadline;
        }
    }

    /// <summary>The sum of their send buffers, in bytes of memory.</summary>
    public long SendBuffer
    {
        get
        {
            long sum = 0;
            foreach (Subflow subflow in _present)
            {
                sum += subflow.Tcp.SendBuffer;
            }

            return sum;
        }
    }

    /// <summary>Adds a new one.</summary>
    public void Add(Subflow subflow)
    {
        _present.Add(subflow);
        _all.Add(subflow);
    }

    /// <summary>Takes out one whose TCP connection is over; null when there is none.</summary>
    public Subflow? TakeClosed()
    {
        for (int i = _present.Count - 1; i >= 0; i--)
        {
            Subflow subflow = _present[i];
            if (subflow.Tcp.State is TcpState.Closed or TcpState.TimeWait)
            {
                _present.RemoveAt(i);
                return subflow;
            }
        }

        return null;
    }

    /// <summary>Gives the next packet of any of them, if there is one now.</summary>
    public bool TryTransmit(Instant now, out Packet packet)
    {
        for (; _transmitIndex < _present.Count; _transmitIndex++)
        {
            if (_present[_transmitIndex].Tcp.TryTransmit(now, out packet))
            {
                return true;
            }
        }

        _transmitIndex = 0;
        packet = default;
        return false;
    }

    /// <summary>
    /// Something must be said on some subflow: the first that is not stale, else the first of all
    /// (mptcp_pm_addr_send_ack).
    /// </summary>
    public void DemandAck() => Speaker(avoided: null)?.Tcp.DemandAck();

    /// <summary>
    /// The subflow that speaks for the connection: better one that is not stale, and best not from an address that is
    /// about to go (mptcp_pm_addr_send_ack_avoid_list); null when there is none.
    /// </summary>
    public Subflow? Speaker(byte? avoided)
    {
        Subflow? chosen = null;
        int least = int.MaxValue;
        foreach (Subflow subflow in _present)
        {
            int weight = (subflow.LocalId == avoided ? 1 : 0) + (subflow.IsStale ? 2 : 0);
            if (subflow.IsUsable && weight < least)
            {
                chosen = subflow;
                least = weight;
            }
        }

        return chosen;
    }

    /// <summary>Something must be said on every subflow that may carry it.</summary>
    public void DemandAcks()
    {
        foreach (Subflow subflow in _present)
        {
            if (subflow.IsUsable)
            {
                subflow.Tcp.DemandAck();
            }
        }
    }

    /// <summary>All that arrived was read: what seems complete is acknowledged (mptcp_cleanup_rbuf).</summary>
    public void AcknowledgeWhenDrained()
    {
        foreach (Subflow subflow in _present)
        {
            subflow.Tcp.AcknowledgeWhenDrained();
        }
    }

    /// <summary>No more data will be sent: each gets its FIN.</summary>
    public void CloseWrite()
    {
        foreach (Subflow subflow in _present)
        {
            subflow.Tcp.CloseWrite();
        }
    }

    /// <summary>Each is reset, but for one that the peer has reset.</summary>
    public void Abort(Subflow? except)
    {
        foreach (Subflow subflow in _present)
        {
            if (subflow != except)
            {
                subflow.Tcp.Abort();
            }
        }
    }
}
