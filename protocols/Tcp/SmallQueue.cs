using System;
using System.Collections.Generic;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// What one connection may have in the queue of its own host's interface (TCP small queues: tcp_small_queue_check in
/// tcp_output.c): beyond that, data waits in the socket, where it can still be acknowledged, marked lost or given to
/// another subflow.
/// </summary>
/// <remarks>
/// A queue elsewhere, such as that of a modem, tells the host nothing. When packets will have left is taken from the time at
/// which they were queued; a link that changes meanwhile is noticed with the next packet.
/// </remarks>
public sealed class SmallQueue
{
    /// <summary>
    /// What the kernel's accounting adds to the bytes of a buffer: its descriptors and the room for headers. Measured on Linux 6.18:
    /// ss -m shows 836 B queued for 4 B of data.
    /// </summary>
    internal const int BufferOverhead = 832;

    private readonly Queue<(Instant Departure, int Memory)> _packets = new();
    private long _memory;

    // What is left of the buffer that was let go, and when that was.
    private int _bufferLeft;
    private Instant _letGoAt;

    /// <summary>When to try to send again; <see cref="Instant.Never"/> while nothing is held back.</summary>
    public Instant Deadline { get; private set; } = Instant.Never;

    /// <summary>A packet with data was queued.</summary>
    /// <param name="payload">Its payload in bytes.</param>
    /// <param name="departure">When its last bit will have left.</param>
    public void OnQueued(int payload, Instant departure)
    {
        int memory = payload + BufferOverhead / GsoPacket.Fewest;
        _packets.Enqueue((departure, memory));
        _memory += memory;
        _bufferLeft = Math.Max(_bufferLeft - payload, 0);
    }

    /// <summary>The deadline may have come: then nothing is held back any more, until <see cref="IsFull"/> says so again.</summary>
    internal void OnTimer(Instant now) => Deadline = Deadline <= now ? Instant.Never : Deadline;

    /// <summary>Whether nothing may be added now; then <see cref="Deadline"/> says when it may, if there is work.</summary>
    internal bool IsFull(TcpSender sender, bool hasWork, Instant now)
    {
        while (_packets.TryPeek(out (Instant Departure, int Memory) first) && first.Departure <= now)
        {
            _packets.Dequeue();
            _memory -= first.Memory;
        }

        Deadline = Instant.Never;
        if (sender.Segments.Count <= 1 || (_bufferLeft > 0 && _letGoAt == now))
        {
            return false;
        }

        int buffer = NextBuffer(sender);
        long limit = Math.Max(2L * (buffer + BufferOverhead), sender.PacingRate >> GsoPacket.PacingShift);
        limit = Math.Min(limit, sender.Config.LimitOutputBytes);
        if (_memory <= limit)
        {
            _bufferLeft = buffer;
            _letGoAt = now;
            return false;
        }

        if (hasWork)
        {
            WaitForRoom(limit);
        }

        return true;
    }

    // The payload of the buffer that would go next: what waits, as far as the congestion window and tcp_tso_autosize let it be one.
    private static int NextBuffer(TcpSender sender)
    {
        int segment = sender.MaximumPayload;
        long room = Math.Max(sender.CongestionWindow.Packets - sender.Segments.InFlight, 1);
        long segments = Math.Min(GsoPacket.MostSegments(sender), room);
        long waiting = sender.WriteEnd - sender.Next;
        return (int)Math.Min(segments * segment, waiting > 0 ? waiting : segment);
    }

    private void WaitForRoom(long limit)
    {
        long left = _memory;
        foreach ((Instant departure, int memory) in _packets)
        {
            left -= memory;
            if (left <= limit)
            {
                Deadline = departure;
                return;
            }
        }
    }
}
