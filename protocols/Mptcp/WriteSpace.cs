using System;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>The send buffer of a connection: that of its subflows together (__mptcp_sync_sndbuf, mptcp_propagate_sndbuf).</summary>
internal sealed class WriteSpace(MptcpConnection connection, SubflowSet subflows, DataSendQueue queue)
{
    // tcp_wmem[0].
    private const long Minimum = 4096;

    private long _size = Minimum;
    private bool _isWanted;

    /// <summary>How many more bytes fit.</summary>
    public long Room => Math.Max(_size - queue.QueuedMemory, 0);

    /// <summary>
    /// Whether as much as a third of it is free: only then a waiting writer is told (mptcp_write_space, sk_stream_is_writeable).
    /// </summary>
    public bool IsWritable => Room > 0 && Room >= queue.QueuedMemory / 2;

    /// <summary>Somebody waits for room (SOCK_NOSPACE, mptcp_set_nospace).</summary>
    public void Want() => _isWanted = true;

    /// <summary>The subflows are others, or their send buffers have other sizes.</summary>
    /// <param name="except">
    /// One that the peer has just opened: __mptcp_finish_join looks at the buffers before it is in the list, so the next change counts it.
    /// </param>
    public void Sync(Subflow? except = null) => _size = Minimum + subflows.SendBufferWithout(except);

    /// <summary>
    /// An acknowledgment arrived on a subflow: while somebody waits for room, and its congestion window is not full, its send buffer
    /// grows, and the connection's with it (tcp_check_space, subflow_write_space).
    /// </summary>
    public void OnAcknowledgment(Subflow subflow)
    {
        if (!_isWanted || connection.IsClosed)
        {
            return;
        }

        long before = subflow.Tcp.SendBuffer;
        subflow.Tcp.Bytes.ExpandIfShort(subflow.Tcp.Sender);
        if (subflow.Tcp.SendBuffer != before)
        {
            Sync();
        }

        if (IsWritable)
        {
            _isWanted = false;
            connection.Raise(TcpEvents.Acknowledged);
        }
    }
}
