using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>
/// The receiving half of a TCP connection: reassembly, window, and what to report (RFC 9293, 3.10.7.4).
/// </summary>
/// <remarks>
/// Positions count from the peer's SYN, which is 0; the first byte is 1. Bytes themselves stay in the sender's store.
/// </remarks>
public sealed class TcpReceiver
{
    // Made when the first segment arrives out of order: most connections of a large simulation need them rarely.
    private RangeSet? _outOfOrder;
    private SackWriter? _sack;

    // What these two say, kept here: most segments need not look at them.
    private long _outOfOrderBytes;
    private bool _hasSackBlocks;
    private WindowAutotuning _buffer;
    private long _finPosition = -1;
    private uint _lastEcho;

    /// <summary>A receiver that has seen the peer's SYN.</summary>
    /// <param name="config">The host's tunables.</param>
    /// <param name="segment">The maximum segment size, in bytes.</param>
    public TcpReceiver(TcpConfig config, int segment)
    {
        Segment = segment;
        _buffer = new WindowAutotuning(config, segment);
        WindowEnd = Next;
    }

    /// <summary>The maximum segment size, in bytes: two of them unacknowledged are acknowledged at once.</summary>
    public int Segment { get; set; }

    /// <summary>RCV.NXT: everything below has arrived.</summary>
    public long Next { get; private set; } = 1;

    /// <summary>Everything below has been read by the application.</summary>
    public long ReadEnd { get; private set; } = 1;

    /// <summary>The right edge of the window last announced; it never moves back.</summary>
    public long WindowEnd { get; set; }

    /// <summary>RCV.WUP: what was acknowledged last.</summary>
    public long LastAcknowledged { get; private set; } = 1;

    /// <summary>Whether the peer's FIN and all before it have arrived.</summary>
    public bool IsFinReached => _finPosition >= 0 && Next > _finPosition;

    /// <summary>Bytes that arrived more than once.</summary>
    public long DuplicateBytes { get; private set; }

    /// <summary>Bytes that wait for earlier ones.</summary>
    public long OutOfOrderBytes => _outOfOrderBytes;

    /// <summary>The position behind the last byte that waits for earlier ones; -1 when none does.</summary>
    public long OutOfOrderEnd => _outOfOrderBytes > 0 ? _outOfOrder!.End : -1;

    /// <summary>Whether an acknowledgment has SACK blocks to carry.</summary>
    public bool HasSackBlocks => _hasSackBlocks;

    /// <summary>How many SACK blocks an acknowledgment carries that has so many bytes of options left.</summary>
    public int SackBlocksIn(int room) => _sack?.BlocksIn(room) ?? 0;

    /// <summary>Whether nothing is kept: all that has arrived was read.</summary>
    public bool IsDrained => ReadableBytes == 0 && OutOfOrderBytes == 0;

    /// <summary>Bytes that the application can read: a FIN is not one of them.</summary>
    public long ReadableBytes => Next - ReadEnd - (IsFinReached ? 1 : 0);

    /// <summary>Whether more than half of the buffer is taken by what was not read.</summary>
    public bool IsHalfFull => Next - ReadEnd + OutOfOrderBytes > _buffer.Capacity >> 1;

    /// <summary>The round-trip time as the receiver sees it; zero when unknown.</summary>
    public Duration RoundTrip => _buffer.RoundTrip;

    /// <summary>rcv_ssthresh: the largest window to announce now, in bytes.</summary>
    public long WindowLimit => _buffer.Limit;

    /// <summary>How many bytes of payload the buffer holds, as tuned so far.</summary>
    public long Capacity => _buffer.Capacity;

    /// <summary>
    /// Whether any of [<paramref name="start"/>, start + length) lies in the window (RFC 9293, 3.4), or ends where the last
    /// acknowledgment did: such a repetition still tells its timestamp and its acknowledgment (tcp_sequence).
    /// </summary>
    public bool IsAcceptable(long start, int length)
    {
        long end = start + length;
        return length == 0
            ? start >= LastAcknowledged && start <= WindowEnd
            : end >= LastAcknowledged && start < Math.Max(WindowEnd, Next + 1);
    }

    /// <summary>Takes a segment, of which some lies in the window.</summary>
    /// <returns>Whether the sender must hear of it at once: there is a gap, or one was filled.</returns>
    public bool OnSegment(long start, int length, bool fin)
    {
        long end = start + length;
        if (fin)
        {
            _finPosition = end;
            end++;
        }

        if (start <= Next && _outOfOrderBytes == 0)
        {
            if (start < Next)
            {
                DuplicateBytes += Math.Min(Next, start + length) - start;
            }

            Next = end;
            return false;
        }

        OnSegmentBesideGap(start, end);
        return true;
    }

    /// <summary>Takes the payload of the next segment, where there is no gap.</summary>
    public void OnNext(int length) => Next += length;

    /// <summary>This end takes a connection: its window begins with the segment size that both ends have agreed on.</summary>
    public void OnAccept() => _buffer.Begin(Segment);

    /// <summary>A segment has arrived: the window that will be announced may grow.</summary>
    /// <returns>Whether it grew.</returns>
    public bool GrowWindow(int length)
    {
        if (_buffer.Limit >= _buffer.Capacity)
        {
            return false;
        }

        return _buffer.Grow(_buffer.Capacity - (Next - ReadEnd + OutOfOrderBytes), length, Segment);
    }

    /// <summary>A segment arrived that lies wholly below the window: it will be reported as a duplicate.</summary>
    public void OnDuplicate(long start, int length)
    {
        DuplicateBytes += length;
        if (length > 0)
        {
            _sack ??= new SackWriter();
            _sack.OnDuplicate(start, start + length);
            _hasSackBlocks = true;
        }
    }

    /// <summary>
    /// Whether a segment is the first to echo a timestamp: the time since then is a round trip
    /// (tcp_rcv_rtt_measure_ts).
    /// </summary>
    /// <param name="echo">TSecr of the segment.</param>
    /// <param name="length">The length of its payload: small segments may have waited at the sender.</param>
    public bool BeginsRound(uint echo, int length)
    {
        if (echo == _lastEcho || length < Segment / 2)
        {
            return false;
        }

        _lastEcho = echo;
        return true;
    }

    /// <summary>A sample of the round-trip time at the receiver.</summary>
    public void OnRoundTrip(Duration sample) => _buffer.OnRoundTrip(sample, ReadableBytes == 0);

    /// <summary>The application has read <paramref name="count"/> bytes.</summary>
    public void OnRead(long count, Instant now)
    {
        if (_buffer.IsRoundOver(now))
        {
            // tcp_recvmsg_locked measures after each segment that it takes: what follows the first one still waits then.
            long first = Math.Min(count, Segment);
            _buffer.Measure(ReadEnd + first, ReadableBytes - first, OutOfOrderSpan, now);
        }

        ReadEnd += count;
    }

    /// <summary>An MPTCP connection has taken over all that has arrived; it measures what the application reads.</summary>
    public void OnTaken() => ReadEnd += ReadableBytes;

    /// <summary>The application reads more in a round trip than before, from the MPTCP connection that this is a part of.</summary>
    /// <param name="inRound">How many bytes.</param>
    public void MakeRoom(long inRound) => _buffer.Grow(inRound, OutOfOrderSpan);

    /// <summary>
    /// The window to announce, in bytes from <see cref="Next"/> on; never less than what was announced
    /// (__tcp_select_window).
    /// </summary>
    /// <param name="scale">
    /// The window scale: the result is a multiple of 2^scale, rounded up so that the last bytes are not scaled away.
    /// </param>
    public long SelectWindow(int scale)
    {
        long unread = Next - ReadEnd + OutOfOrderBytes;
        long window = Window(Math.Max(_buffer.Capacity - unread, 0), scale);

        // What was announced once is never taken back.
        return RoundUp(Math.Max(window, WindowEnd - Next), scale);
    }

    /// <summary>Whether the window could be announced twice as large as it was, or more (tcp_cleanup_rbuf).</summary>
    public bool HasWindowOpened(int scale)
    {
        // No window is larger than this: mostly there is no need to select one.
        long announced = WindowEnd - Next;
        long unit = 1L << scale;
        if (announced > unit && 2 * announced >= _buffer.Limit + unit)
        {
            return false;
        }

        long window = SelectWindow(scale);
        return window > 0 && window >= 2 * announced;
    }

    /// <summary>Writes the SACK option for the next acknowledgment.</summary>
    public void WriteSack(ref PacketOptions options, uint initialSequenceNumber, int room)
    {
        _sack!.Write(ref options, initialSequenceNumber, room);
        _hasSackBlocks = !_sack.IsEmpty;
    }

    /// <summary>An acknowledgment of all that has arrived was sent, with this window in bytes.</summary>
    public void OnAcknowledgmentSent(long window)
    {
        WindowEnd = Math.Max(WindowEnd, Next + window);
        LastAcknowledged = Next;
    }

    private long OutOfOrderSpan => _outOfOrderBytes > 0 ? _outOfOrder!.End - Next : 0;

    private static long RoundUp(long window, int scale) => (window + (1L << scale) - 1) >> scale << scale;

    // __tcp_select_window; what it returns is still to be rounded up to what the scale can say.
    private long Window(long free, int scale)
    {
        if (free < _buffer.Capacity >> 1)
        {
            // RFC 9293, 3.8.6.2.2: avoid silly windows by announcing none below one segment, or when the buffer is nearly
            // full.
            free = free >> scale << scale;
            if (free < _buffer.Capacity >> 4 || free < Segment)
            {
                return 0;
            }
        }

        free = Math.Min(free, _buffer.Limit);
        if (scale > 0)
        {
            return free;
        }

        // Without a scale the window moves by whole segments.
        long current = WindowEnd - LastAcknowledged;
        return current <= free - Segment || current > free ? free / Segment * Segment : current;
    }

    private void OnSegmentBesideGap(long start, long end)
    {
        _outOfOrder ??= new RangeSet();
        _sack ??= new SackWriter();
        long from = Math.Max(start, Next);
        long added = _outOfOrder.Add(from, end);
        DuplicateBytes += end - start - added;
        if (added == 0)
        {
            _sack.OnDuplicate(start, end);
        }

        int index = _outOfOrder.IndexOf(from);
        RangeSet.Range range = _outOfOrder[index];
        if (range.Start > Next)
        {
            _sack.OnOutOfOrder(range);
            _buffer.OnOutOfOrder(_outOfOrder.End - Next);
        }
        else
        {
            Next = range.End;
            _outOfOrder.RemoveBelow(Next);
            _sack.OnInOrder(Next);
        }

        _outOfOrderBytes = _outOfOrder.TotalLength;
        _hasSackBlocks = !_sack.IsEmpty;
    }
}
