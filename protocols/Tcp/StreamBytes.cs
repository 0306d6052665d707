using System;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>The bytes of a connection's two directions, and how much of them must be kept.</summary>
/// <remarks>
/// A mutable struct, part of its <see cref="TcpConnection"/>. Offset 0 of a store is stream position 1, behind the SYN.
/// </remarks>
/// <param name="sent">Where the bytes lie that this end sends.</param>
/// <param name="sendBuffer">The send buffer at the start, in bytes of memory.</param>
internal struct StreamBytes(ByteStore sent, long sendBuffer)
{
    // A store drops bytes in blocks of this size: to release them in smaller steps would free nothing.
    private const int ReleaseStep = 16 * 1024;

    // An MSS of payload takes about 2,304 bytes of the kernel's memory: rounded up to 2 KiB, and its descriptor.
    private const long MemoryPerSegment = 2304;

    private long _sendBuffer = sendBuffer;
    private long _sentReleased;
    private long _readReleased;

    /// <summary>Where the bytes lie that this end sends.</summary>
    public readonly ByteStore Sent => sent;

    /// <summary>
    /// Where the bytes lie that the peer sends; null while unknown, or when they come from outside the simulation.
    /// </summary>
    public ByteStore? Received { get; set; }

    /// <summary>sk_sndbuf, in bytes of memory.</summary>
    public readonly long SendBuffer => _sendBuffer;

    /// <summary>SOCK_NOSPACE: somebody waits for room in the send buffer.</summary>
    public bool LacksSpace { get; set; }

    /// <summary>How many more bytes fit into the send buffer.</summary>
    public readonly long Room(TcpSender sender) => Math.Max(_sendBuffer - (sender.WriteEnd - sender.Unacknowledged), 0);

    /// <summary>Whether as much as a third of the send buffer is free: only then a waiting writer is told (sk_stream_is_writeable).</summary>
    public readonly bool IsWritable(TcpSender sender)
    {
        long room = Room(sender);
        return room > 0 && room >= (sender.WriteEnd - sender.Unacknowledged) / 2;
    }

    /// <summary>The send buffer gets room for some congestion windows (tcp_sndbuf_expand).</summary>
    public void Expand(TcpSender sender)
    {
        int packets = Math.Max(sender.CongestionWindow.Packets, sender.Config.InitialWindow);
        long windows = sender.RateControl?.SendBufferWindows ?? 2;
        _sendBuffer = Math.Max(_sendBuffer, Math.Min(windows * packets * MemoryPerSegment, sender.Config.SendBufferMaximum));
    }

    /// <summary>A segment was processed: whether somebody who waits for room can be told of some (tcp_check_space).</summary>
    public bool FindsSpace(TcpSender sender)
    {
        if (!LacksSpace)
        {
            return false;
        }

        ExpandIfShort(sender);
        LacksSpace = !IsWritable(sender);
        return !LacksSpace;
    }

    /// <summary>
    /// Somebody waits for room: the send buffer grows, unless the congestion window is full (tcp_should_expand_sndbuf). It hardly ever
    /// is right behind an acknowledgment: small queues and the wait for larger buffers (tcp_tso_should_defer) leave some of it.
    /// </summary>
    public void ExpandIfShort(TcpSender sender)
    {
        if (sender.Segments.InFlight < sender.CongestionWindow.Packets)
        {
            Expand(sender);
        }
    }

    /// <summary>Bytes were acknowledged: they need not be kept for a retransmission.</summary>
    public void OnAcknowledged(TcpSender sender)
    {
        long end = Math.Min(sender.Unacknowledged, sender.WriteEnd) - 1;
        if (end - _sentReleased >= ReleaseStep || sender.IsAllAcknowledged)
        {
            _sentReleased = end;
            sent.ReleaseBySender(end);
        }
    }

    /// <summary>Bytes were read.</summary>
    public void OnRead(TcpReceiver receiver)
    {
        long end = receiver.ReadEnd - 1;
        if (end - _readReleased >= ReleaseStep || (receiver.IsFinReached && receiver.ReadableBytes == 0))
        {
            _readReleased = end;
            Received?.ReleaseByReader(end);
        }
    }
}
