namespace Protocols.Mptcp;

/// <summary>How far the two directions of a connection's data are closed (RFC 8684, 3.3.3).</summary>
internal sealed class DataClose
{
    private long _peerFin = -1;

    /// <summary>Whether the application has said that it writes no more.</summary>
    public bool IsFinQueued { get; private set; }

    /// <summary>Whether the DATA_FIN was put on a subflow at least once.</summary>
    public bool IsFinAnnounced { get; private set; }

    /// <summary>Whether the peer has acknowledged the DATA_FIN.</summary>
    public bool IsFinAcknowledged { get; private set; }

    /// <summary>Whether there is a DATA_FIN that the peer has not acknowledged.</summary>
    public bool IsFinOutstanding => IsFinQueued && !IsFinAcknowledged;

    /// <summary>The application writes no more; false when it had said so before.</summary>
    public bool QueueFin()
    {
        bool isNew = !IsFinQueued;
        IsFinQueued = true;
        return isNew;
    }

    /// <summary>The DATA_FIN goes out.</summary>
    public void OnFinAnnounced() => IsFinAnnounced = true;

    /// <summary>The peer acknowledged the DATA_FIN.</summary>
    public void OnFinAcknowledged() => IsFinAcknowledged = true;

    /// <summary>The peer's data ends at this offset.</summary>
    public void OnPeerFin(long offset) => _peerFin = offset;

    /// <summary>Whether all of the peer's data has arrived and there will be no more.</summary>
    public bool IsPeerFinReached(long next) => _peerFin >= 0 && next >= _peerFin;
}
