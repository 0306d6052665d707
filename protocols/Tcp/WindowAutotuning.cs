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
        _space = long.Min(InitialSegments * segment, Capacity);
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

    /// <summary>A sample of the round-trip time at the receiver, smoothed by 1/8 (tcp_rcv_rtt_update).</summary>
    public void OnRoundTrip(Duration sample) =>
        _roundTrip = _roundTrip == Duration.Zero ? sample : _roundTrip + (sample - _roundTrip) / 8;

    /// <summary>The application has read up to <paramref name="copied"/> bytes in all.</summary>
    public void OnRead(long copied, Instant now)
    {
        if (_roundTrip == Duration.Zero || now - _roundStart < _roundTrip)
        {
            return;
        }

        long inRound = copied - _copiedAtStart;
        if (inRound > _space)
        {
            if (_config.ModerateReceiveBuffer)
            {
                Grow(inRound);
            }

            _space = inRound;
        }

        _copiedAtStart = copied;
        _roundStart = now;
    }

    private void Grow(long inRound)
    {
        // Twice what was read, and more while the sender doubles its window every round trip (tcp_rcvbuf_grow).
        long window = 2 * inRound;
        window += (long)((Int128)window * 2 * (inRound - _space) / _space);
        long capacity = long.Min(window, _config.ReceiveBufferMaximum / MemoryPerPayload);
        Capacity = long.Max(Capacity, capacity);
    }
}
