using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>
/// The subflows of a connection, in the order of Linux's conn_list, which is the order in which schedulers see them: at the
/// end that opens them as they are opened, at the other end as their handshakes complete.
/// </summary>
/// <param name="openingTime">How long the host is busy with the opening of one; see <see cref="MptcpConfig.OpeningTime"/>.</param>
internal sealed class SubflowSet(Duration openingTime)
{
    private readonly List<Subflow> _present = [];
    private readonly List<Subflow> _all = [];
    private readonly Queue<Subflow> _opening = new();
    private Instant _opensNextAt;
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

    /// <summary>The longest round-trip time, as the receiver sees it; zero when none is known.</summary>
    public Duration SlowestRoundTrip
    {
        get
        {
            Duration slowest = Duration.Zero;
            foreach (Subflow subflow in _present)
            {
                slowest = Duration.Max(slowest, subflow.Tcp.Receiver.RoundTrip);
            }

            return slowest;
        }
    }

    /// <summary>The earliest of all their deadlines.</summary>
    public Instant Deadline
    {
        get
        {
            Instant deadline = _opening.Count > 0 ? _opensNextAt : Instant.Never;
            foreach (Subflow subflow in _present)
            {
                deadline = Instant.Min(deadline, Instant.Min(subflow.Tcp.Deadline, subflow.AckDeadline));
            }

            return deadline;
        }
    }

    /// <summary>Adds a new one.</summary>
    public void Add(Subflow subflow)
    {
        _present.Add(subflow);
        _all.Add(subflow);
    }

    /// <summary>Adds one that this end opens: its SYN goes out when those of the others that wait have gone.</summary>
    public void AddOpening(Subflow subflow)
    {
        Add(subflow);
        _opening.Enqueue(subflow);
    }

    /// <summary>The handshake of one that the peer opens is complete: from now on it counts (mptcp_finish_join).</summary>
    public void OnJoined(Subflow subflow)
    {
        _present.Remove(subflow);
        _present.Add(subflow);
    }

    /// <summary>The sum of the send buffers of all but one, and but those that the peer is opening; in bytes of memory.</summary>
    public long SendBufferWithout(Subflow? except)
    {
        long sum = 0;
        foreach (Subflow subflow in _present)
        {
            bool isListed = subflow.IsInitial || subflow.IsInitiator || subflow.IsFullyEstablished;
            sum += isListed && subflow != except ? subflow.Tcp.SendBuffer : 0;
        }

        return sum;
    }

    /// <summary>The connection's buffer has grown with what is read in a round trip: those of the subflows follow.</summary>
    public void MakeRoom(long inRound)
    {
        foreach (Subflow subflow in _present)
        {
            subflow.Tcp.Receiver.MakeRoom(inRound);
        }
    }

    /// <summary>The connection's window has opened: those say so at once on which it is twice as large now (tcp_cleanup_rbuf).</summary>
    public void TellOpenedWindow(DataReceiveQueue queue)
    {
        foreach (Subflow subflow in _present)
        {
            TcpReceiver receiver = subflow.Tcp.Receiver;
            long offer = queue.Offer(receiver.WindowLimit);
            if (subflow.IsUsable && offer > 0 && offer >= 2 * (receiver.WindowEnd - receiver.Next))
            {
                subflow.Tcp.DemandAck();
            }
        }
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
        if (_opening.Count > 0 && _opensNextAt <= now)
        {
            _opening.Dequeue();
            _opensNextAt = now + openingTime;
        }

        for (; _transmitIndex < _present.Count; _transmitIndex++)
        {
            Subflow subflow = _present[_transmitIndex];
            bool waits = _opening.Count > 0 && _opening.Contains(subflow);
            if (!waits && subflow.Tcp.TryTransmit(now, out packet))
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
