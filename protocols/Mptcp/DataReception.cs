using System;
using Protocols.Core;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>
/// The receiving side of a connection's data: what the subflows deliver, until the application has read it.
/// </summary>
internal sealed class DataReception(MptcpConnection connection, SubflowSet subflows, DataClose close)
{
    private bool _readsNoMore;

    /// <summary>
    /// Where the bytes lie that the peer sends; null while unknown, or when they come from outside the simulation.
    /// </summary>
    public ByteStore? Bytes { get; set; }

    private DataReceiveQueue Queue => connection.ReceiveQueue;

    /// <summary>Whether the peer has written all bytes below an offset, as far as that is known.</summary>
    public bool Exists(long end) => Bytes is null || end <= Bytes.End;

    /// <summary>Reads bytes that have arrived.</summary>
    public int Read(Span<byte> buffer, Instant now)
    {
        int count = (int)Math.Min(buffer.Length, Queue.ReadableBytes);
        if (count > 0)
        {
            Bytes!.CopyTo(Queue.ReadEnd, buffer[..count]);
            Consume(count, now);
        }

        return count;
    }

    /// <summary>Throws away bytes that have arrived.</summary>
    /// <returns>How many.</returns>
    public long Discard(Instant now)
    {
        long count = Queue.ReadableBytes;
        if (count > 0)
        {
            Consume(count, now);
        }

        return count;
    }

    /// <summary>Nobody reads any more: what arrives is thrown away.</summary>
    public void Close(Instant now)
    {
        _readsNoMore = true;
        Discard(now);
    }

    /// <summary>Data arrived over a subflow, in order of its stream.</summary>
    public void OnData(long start, int length, Instant now)
    {
        if (!Queue.OnData(start, start + length))
        {
            return;
        }

        connection.Raise(TcpEvents.Readable);
        if (_readsNoMore)
        {
            Discard(now);
        }

        CheckForEnd();
    }

    /// <summary>The peer's data ends at this offset: answered at once (RFC 8684, 3.3.3).</summary>
    public void OnDataFin(long offset)
    {
        close.OnPeerFin(offset);
        CheckForEnd();
        subflows.DemandAcks();
    }

    private void CheckForEnd()
    {
        if (close.IsPeerFinReached)
        {
            connection.Raise(TcpEvents.Readable);
            subflows.DemandAcks();
            close.CloseSubflowsWhenDone();
        }
    }

    private void Consume(long count, Instant now)
    {
        long inRound = Queue.OnRead(count, subflows.SlowestRoundTrip, now);
        if (inRound > 0)
        {
            subflows.MakeRoom(inRound);
        }

        Bytes?.ReleaseByReader(Queue.ReadEnd);

        if (Queue.ReadableBytes == 0)
        {
            subflows.AcknowledgeWhenDrained();
        }

        // Tell the peer when the window has opened by half of what there is (mptcp_cleanup_rbuf).
        if (Queue.Room >= Math.Max(2 * Queue.LastWindow, 1))
        {
            subflows.TellOpenedWindow(Queue);
        }
    }
}
