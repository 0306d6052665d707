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

    /// <summary>sk_sndbuf: grows with the congestion window (tcp_sndbuf_expand).</summary>
    public long SendBuffer(TcpSender sender)
    {
        int packets = Math.Max(sender.CongestionWindow.Packets, sender.Config.InitialWindow) + 1;
        long windows = sender.RateControl?.SendBufferWindows ?? 2;
        _sendBuffer = Math.Max(_sendBuffer, Math.Min(windows * packets * MemoryPerSegment, sender.Config.SendBufferMaximum));
        return _sendBuffer;
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
