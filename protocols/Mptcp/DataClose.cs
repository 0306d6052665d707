namespace Protocols.Mptcp;

/// <summary>How far the two directions of a connection's data are closed (RFC 8684, 3.3.3).</summary>
internal sealed class DataClose(MptcpConnection connection, SubflowSet subflows)
{
    private long _peerFin = -1;
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
        if (!_isFinAnnounced)
        {
            RepeatFin();
        }
    }

    /// <summary>Says the DATA_FIN, again if need be, on every subflow.</summary>
    public void RepeatFin()
    {
        if (IsFinDue && !connection.IsFallback)
        {
            _isFinAnnounced = true;
            subflows.DemandAcks();
        }
    }

    /// <summary>A data acknowledgment arrived.</summary>
    /// <returns>The data offset that it acknowledges: without the DATA_FIN, which takes one position behind the data.</returns>
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

    /// <summary>The peer's data ends at this offset.</summary>
    public void OnPeerFin(long offset) => _peerFin = offset;

    /// <summary>Once both DATA_FINs are acknowledged, the subflows are closed.</summary>
    public void CloseSubflowsWhenDone()
    {
        bool isDone = connection.IsFallback
            ? IsFinQueued && connection.SendQueue.Next == connection.SendQueue.WriteEnd
            : IsFinAcknowledged && IsPeerFinReached;
        if (isDone)
        {
            subflows.CloseWrite();
        }
    }
}
