using System;
using Protocols.Core;

namespace Protocols.Mptcp;

/// <summary>How far the two directions of a connection's data are closed (RFC 8684, 3.3.3).</summary>
internal sealed class DataClose(MptcpConnection connection, SubflowSet subflows)
{
    // ilog2(TCP_RTO_MAX / TCP_RTO_MIN): the repetitions of a DATA_FIN back off no further (mptcp_set_datafin_timeout).
    private const int MostDoublings = 9;

    private long _peerFin = -1;
    private int _repetitions;
    private bool _isFinAnnounced;

    /// <summary>Whether the application has said that it writes no more.</summary>
    public bool IsFinQueued { get; private set; }

    /// <summary>Whether the peer has acknowledged the DATA_FIN.</summary>
    public bool IsFinAcknowledged { get; private set; }

    /// <summary>Whether there is a DATA_FIN that the peer has not acknowledged.</summary>
    public bool IsFinOutstanding => IsFinQueued && !IsFinAcknowledged;

    /// <summary>Whether the DATA_FIN goes with what is sent now: all data before it was given to subflows.</summary>
    public bool IsFinDue => IsFinOutstanding && connection.SendQueue.Next == connection.SendQueue.WriteEnd;

    /// <summary>Whether all of the peer's data has arrived and there will be no more.</summary>
    public bool IsPeerFinReached => _peerFin >= 0 && connection.ReceiveQueue.Next >= _peerFin;

    /// <summary>Whether neither end has said that it sends no more.</summary>
    public bool IsOpen => !IsFinQueued && _peerFin < 0;

    /// <summary>Whether both ends have said that they send no more, and know it of each other.</summary>
    public bool IsComplete => IsFinAcknowledged && IsPeerFinReached;

    /// <summary>The application writes no more; false when it had said so before.</summary>
    public bool QueueFin()
    {
        bool isNew = !IsFinQueued;
        IsFinQueued = true;
        return isNew;
    }

    /// <summary>Says the DATA_FIN, if it is due and was not said yet.</summary>
    public void AnnounceFin()
    {
        if (!_isFinAnnounced && IsFinDue && !connection.IsFallback)
        {
            _isFinAnnounced = true;
            subflows.DemandAcks();
        }
    }

    /// <summary>The DATA_FIN was not acknowledged in time: says it again on every subflow.</summary>
    /// <param name="floor">TCP_RTO_MIN; twice as long after the first repetition, and so on.</param>
    /// <returns>How long to wait for the acknowledgment now.</returns>
    public Duration RepeatFin(Duration floor)
    {
        if (IsFinDue && !connection.IsFallback)
        {
            _repetitions++;
            subflows.DemandAcks();
        }

        return floor * (1L << Math.Min(_repetitions, MostDoublings));
    }

    /// <summary>A data acknowledgment arrived.</summary>
    /// <returns>
    /// The data offset that it acknowledges: without the DATA_FIN, which takes one position behind the data.
    /// </returns>
    public long OnDataAck(long ack)
    {
        long end = connection.SendQueue.WriteEnd;
        if (!IsFinOutstanding || ack != end + 1)
        {
            return ack;
        }

        IsFinAcknowledged = true;
        CloseSubflowsWhenDone();
        return end;
    }

    /// <summary>The peer's data ends at this offset; the first word of it counts.</summary>
    public void OnPeerFin(long offset) => _peerFin = _peerFin < 0 ? Math.Max(offset, 0) : _peerFin;

    /// <summary>Once both DATA_FINs are acknowledged, the subflows are closed.</summary>
    public void CloseSubflowsWhenDone()
    {
        bool isDone = connection.IsFallback
            ? IsFinQueued && connection.SendQueue.Next == connection.SendQueue.WriteEnd
            : IsComplete;
        if (isDone)
        {
            subflows.CloseWrite();
        }
    }
}
