using System;
using System.Buffers.Binary;
using Protocols.Core;

namespace Sim.Emulation;

/// <summary>The state of one TCP connection or MPTCP subflow: struct tcp_info (linux/tcp.h).</summary>
public sealed record TcpStatus
{
    /// <summary>As much of the structure as is read here; Linux 6.18 has a little more.</summary>
    internal const int StructureLength = 248;

    /// <summary>The state by the kernel's number: 1 is established, 7 closed (include/net/tcp_states.h).</summary>
    public required int State { get; init; }

    /// <summary>The state of loss recovery: 0 open, 1 disorder, 2 reduced window, 3 recovery, 4 loss (tcp_ca_state).</summary>
    public required int RecoveryState { get; init; }

    /// <summary>How often the retransmission timer has been doubled.</summary>
    public required int Backoff { get; init; }

    /// <summary>The retransmission timeout.</summary>
    public required Duration RetransmissionTimeout { get; init; }

    /// <summary>The smoothed round-trip time.</summary>
    public required Duration SmoothedRtt { get; init; }

    /// <summary>The least round-trip time of late; zero on kernels that do not tell.</summary>
    public required Duration MinRtt { get; init; }

    /// <summary>The congestion window, in packets.</summary>
    public required long CongestionWindowPackets { get; init; }

    /// <summary>The slow-start threshold, in packets; <see cref="int.MaxValue"/> until the first loss.</summary>
    public required long SlowStartThresholdPackets { get; init; }

    /// <summary>The payload of a full segment, in bytes.</summary>
    public required int SegmentBytes { get; init; }

    /// <summary>Segments sent and not acknowledged.</summary>
    public required long UnacknowledgedPackets { get; init; }

    /// <summary>Segments that were sent again, ever.</summary>
    public required long RetransmittedSegments { get; init; }

    /// <summary>Payload bytes sent, retransmissions included.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Payload bytes sent again.</summary>
    public required long BytesRetransmitted { get; init; }

    /// <summary>Payload bytes acknowledged by the peer.</summary>
    public required long BytesAcknowledged { get; init; }

    /// <summary>Payload bytes received in order.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>Payload bytes written by the application and never sent so far.</summary>
    public required long NotSentBytes { get; init; }

    /// <summary>The latest rate of delivery.</summary>
    public required BitRate DeliveryRate { get; init; }

    /// <summary>How often the retransmission timer has gone off in a row until an answer came, ever; 0 on kernels before 6.7.</summary>
    public required int Timeouts { get; init; }

    /// <summary>Reads the structure; what an older kernel does not give is zero.</summary>
    internal static TcpStatus Read(ReadOnlySpan<byte> bytes)
    {
        Span<byte> whole = stackalloc byte[StructureLength];
        whole.Clear();
        bytes[..Math.Min(bytes.Length, whole.Length)].CopyTo(whole);
        return new TcpStatus
        {
            State = whole[0],
            RecoveryState = whole[1],
            Backoff = whole[4],
            RetransmissionTimeout = Duration.FromMicroseconds(UInt32(whole, 8)),
            SegmentBytes = (int)UInt32(whole, 16),
            UnacknowledgedPackets = UInt32(whole, 24),
            SmoothedRtt = Duration.FromMicroseconds(UInt32(whole, 68)),
            SlowStartThresholdPackets = UInt32(whole, 76),
            CongestionWindowPackets = UInt32(whole, 80),
            RetransmittedSegments = UInt32(whole, 100),
            BytesAcknowledged = Int64(whole, 120),
            BytesReceived = Int64(whole, 128),
            NotSentBytes = UInt32(whole, 144),
            MinRtt = Duration.FromMicroseconds(UInt32(whole, 148)),
            DeliveryRate = new BitRate(8 * Int64(whole, 160)),
            BytesSent = Int64(whole, 200),
            BytesRetransmitted = Int64(whole, 208),
            Timeouts = BinaryPrimitives.ReadUInt16LittleEndian(whole[240..]),
        };
    }

    private static uint UInt32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]);
}
