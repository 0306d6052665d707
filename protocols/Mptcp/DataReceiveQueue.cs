using System;
using Protocols.Core;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>
/// The data of one MPTCP connection as it arrives over its subflows, by data offset, and the window they share.
/// </summary>
/// <remarks>
/// Read mptcp_data_queue_ofo, mptcp_rcv_space_adjust and mptcp_set_rwin in Linux. The bytes stay in the sender's store.
/// </remarks>
public sealed class DataReceiveQueue
{
    private readonly RangeSet _outOfOrder = new();
    private readonly int _segment;
    private WindowAutotuning _buffer;

    /// <summary>An empty queue.</summary>
    /// <param name="config">The host's tunables.</param>
    /// <param name="segment">The maximum segment size, in bytes.</param>
    public DataReceiveQueue(TcpConfig config, int segment)
    {
        _segment = segment;
        _buffer = new WindowAutotuning(config, segment);
    }

    /// <summary>ack_seq: everything below has arrived.</summary>
    public long Next { get; private set; }

    /// <summary>Everything below was read by the application.</summary>
    public long ReadEnd { get; private set; }

    /// <summary>rcv_wnd_sent: the right edge of the window announced on any subflow; it never moves back.</summary>
    public long WindowEnd { get; private set; }

    /// <summary>old_wspace: the window announced last, on any subflow.</summary>
    public long LastWindow { get; private set; }

    /// <summary>Bytes the application can read.</summary>
    public long ReadableBytes => Next - ReadEnd;

    /// <summary>Bytes that arrived more than once at the data level.</summary>
    public long DuplicateBytes { get; private set; }

    /// <summary>Bytes that lay beyond the window.</summary>
    public long DroppedBytes { get; private set; }

    /// <summary>Bytes that wait for earlier ones.</summary>
    public long OutOfOrderBytes => _outOfOrder.TotalLength;

    /// <summary>How many more bytes the buffer takes.</summary>
    public long Room => Math.Max(_buffer.Capacity - ReadableBytes - _outOfOrder.TotalLength, 0);

    /// <summary>Whether less than half of the buffer is free, or of a subflow's one if that is smaller.</summary>
    public bool IsHalfFull(long subflowCapacity) => Room < Math.Min(_buffer.Capacity, subflowCapacity) >> 1;

    private long OutOfOrderSpan => _outOfOrder.IsEmpty ? 0 : _outOfOrder.End - Next;

    /// <summary>Data arrived over some subflow.</summary>
    /// <returns>Whether <see cref="Next"/> advanced.</returns>
    public bool OnData(long start, long end)
    {
        long from = Math.Max(start, Next);
        DuplicateBytes += Math.Max(Math.Min(from, end) - start, 0);
        if (from >= end)
        {
            return false;
        }

        if (from == Next && _outOfOrder.IsEmpty)
        {
            Next = end;
            return true;
        }

        if (from > Next && end > WindowEnd)
        {
            // mptcp_data_queue_ofo: nobody was allowed to send it.
            DroppedBytes += end - from;
            return false;
        }

        DuplicateBytes += end - from - _outOfOrder.Add(from, end);
        long before = Next;
        Next = _outOfOrder.ContiguousEnd(Next);
        _outOfOrder.RemoveBelow(Next);
        if (from > before)
        {
            _buffer.OnOutOfOrder(OutOfOrderSpan);
        }

        return Next > before;
    }

    /// <summary>The application has read bytes (mptcp_rcv_space_adjust).</summary>
    /// <param name="count">How many.</param>
    /// <param name="roundTrip">The round-trip time of the slowest subflow, as the receiver sees it; zero when unknown.</param>
    /// <param name="now">The time now.</param>
    /// <returns>What was read in this round trip if the buffer has grown for it; else 0.</returns>
    public long OnRead(long count, Duration roundTrip, Instant now)
    {
        ReadEnd += count;
        return _buffer.IsRoundOver(roundTrip, now) ? _buffer.Measure(ReadEnd, 0, OutOfOrderSpan, now) : 0;
    }

    /// <summary>The window to announce from <see cref="Next"/> on; at least up to the edge announced before.</summary>
    /// <param name="limit">How large a window the subflow announces at most.</param>
    /// <param name="scale">The window scale of the subflow.</param>
    public long SelectWindow(long limit, int scale)
    {
        long window = Offer(limit) >> scale << scale;
        long announced = Math.Max(WindowEnd - Next, 0);
        return Math.Max(window, (announced + (1L << scale) - 1) >> scale << scale);
    }

    /// <summary>The window that there is room for, whatever was announced before; 0 when that is less than a segment.</summary>
    /// <param name="limit">How large a window the subflow announces at most.</param>
    public long Offer(long limit)
    {
        long free = Math.Min(Room, limit);
        return free < _segment ? 0 : free;
    }

    /// <summary>A window was announced.</summary>
    public void OnWindowSent(long window)
    {
        LastWindow = window;
        WindowEnd = Math.Max(WindowEnd, Next + window);
    }
}
