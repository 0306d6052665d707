using System;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// Lets the receive buffer grow with what the application reads in a round trip (Linux's dynamic right-sizing).
/// </summary>
/// <remarks>
/// Read tcp_rcv_space_adjust and tcp_rcv_rtt_update (net/ipv4/tcp_input.c). Memory is counted as payload at the ratio
/// of the kernel's first guess, one half: a buffer of 128 KiB holds 64 KiB of payload.
/// </remarks>
public struct WindowAutotuning
{
    private const int MemoryPerPayload = 2;
    private const int InitialSegments = 10;

    // tcp_event_data_recv: smaller segments cost more memory than they carry.
    private const int SmallSegment = 128;

    private readonly TcpConfig _config;
    private long _space;
    private long _copiedAtStart;
    private Instant _roundStart;
    private Duration _roundTrip;

    /// <summary>A buffer of the size that the host's tunables say.</summary>
    /// <param name="config">The host's tunables.</param>
    /// <param name="segment">The maximum segment size, in bytes.</param>
    public WindowAutotuning(TcpConfig config, int segment)
    {
        _config = config;
        Capacity = config.ReceiveBuffer / MemoryPerPayload;
        _space = long.Max(long.Min(InitialSegments * segment, Capacity), 1);
        Begin(segment);
    }

    /// <summary>How many bytes of payload the buffer holds.</summary>
    public long Capacity { get; private set; }

    /// <summary>
    /// rcv_ssthresh: the largest window to announce, in bytes; it grows with the segments that arrive, so that a sender
    /// does not fill the whole buffer at once.
    /// </summary>
    public long Limit { get; private set; }

    /// <summary>The connection begins: whole segments, as many as a window without scale can say (tcp_select_initial_window).</summary>
    /// <param name="segment">The maximum segment size, in bytes.</param>
    public void Begin(int segment) => Limit = long.Min(Capacity - Capacity % segment, ushort.MaxValue);

    /// <summary>A segment arrived: two more fit into the window, as far as the buffer allows (tcp_grow_window).</summary>
    /// <param name="free">How many more bytes the buffer takes.</param>
    /// <param name="length">The length of the segment.</param>
    /// <param name="segment">The maximum segment size, in bytes.</param>
    /// <returns>Whether the window grew.</returns>
    public bool Grow(long free, int length, int segment)
    {
        long room = free - Limit;
        if (room <= 0 || length < SmallSegment)
        {
            return false;
        }

        Limit += long.Min(room, 2 * int.Max(segment, length));
        return true;
    }

    /// <summary>The round-trip time as the receiver sees it; zero when unknown.</summary>
    public readonly Duration RoundTrip => _roundTrip;

    /// <summary>
    /// A sample of the round-trip time at the receiver: a smaller one counts at once, a larger one by 1/8 and only if the application
    /// keeps up (tcp_rcv_rtt_update).
    /// </summary>
    /// <param name="sample">The sample.</param>
    /// <param name="isDrained">Whether all that arrived before was read.</param>
    public void OnRoundTrip(Duration sample, bool isDrained)
    {
        if (_roundTrip == Duration.Zero || sample < _roundTrip)
        {
            _roundTrip = sample;
        }
        else if (isDrained)
        {
            _roundTrip += (sample - _roundTrip) / 8;
        }
    }

    /// <summary>Whether a round trip has passed since the last measurement of what the application reads.</summary>
    public readonly bool IsRoundOver(Instant now) => IsRoundOver(_roundTrip, now);

    /// <summary>The same for a round-trip time that is measured elsewhere; zero when unknown.</summary>
    public readonly bool IsRoundOver(Duration roundTrip, Instant now) =>
        roundTrip > Duration.Zero && now - _roundStart >= roundTrip;

    /// <summary>Measures what the application has read in a round that is over, and begins the next one.</summary>
    /// <param name="end">How many bytes it has read in all.</param>
    /// <param name="left">How many more have arrived: the sender is as much ahead.</param>
    /// <param name="outOfOrder">How many bytes lie between what is missing and the newest that has arrived; 0 when nothing is.</param>
    /// <param name="now">The time now.</param>
    /// <returns>What was read in the round if the buffer has grown for it; else 0.</returns>
    public long Measure(long end, long left, long outOfOrder, Instant now)
    {
        long inRound = end - _copiedAtStart - left;
        _copiedAtStart = end;
        _roundStart = now;
        if (inRound <= _space)
        {
            return 0;
        }

        return Grow(inRound, outOfOrder) ? inRound : 0;
    }

    /// <summary>Makes room for what may arrive while so many bytes are read in each round trip (tcp_rcvbuf_grow).</summary>
    /// <param name="inRound">The bytes.</param>
    /// <param name="outOfOrder">How many bytes lie between what is missing and the newest that has arrived; 0 when nothing is.</param>
    /// <returns>Whether the buffer has grown.</returns>
    public bool Grow(long inRound, long outOfOrder)
    {
        long before = _space;
        _space = inRound;
        if (!_config.ModerateReceiveBuffer)
        {
            return false;
        }

        // Twice what was read, and more while the sender doubles its window every round trip.
        long window = 2 * inRound;
        window += (long)((Int128)window * 2 * (inRound - before) / before) + outOfOrder;
        long capacity = long.Min(window, _config.ReceiveBufferMaximum / MemoryPerPayload);
        bool grows = capacity > Capacity;
        Capacity = grows ? capacity : Capacity;
        return grows;
    }

    /// <summary>Something has arrived out of order: there is to be room for it besides.</summary>
    /// <param name="outOfOrder">How many bytes lie between what is missing and the newest that has arrived.</param>
    public void OnOutOfOrder(long outOfOrder) => Grow(_space, outOfOrder);
}
