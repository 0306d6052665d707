using System;

namespace Protocols.Net;

/// <summary>What a sender remembers of one segment until it is acknowledged: 16 bytes.</summary>
public struct SentSegment
{
    /// <summary>When it was sent last, in picoseconds of the run.</summary>
    public long SentAt;

    /// <summary>The low 32 bits of the stream position of its first byte.</summary>
    public uint Start;

    /// <summary>How far it advances the sequence: its bytes, and one for a FIN.</summary>
    public ushort Length;

    /// <summary>What has become of it.</summary>
    public SegmentStatus Status;
}

/// <summary>What has become of a segment that is not yet acknowledged (Linux's TCPCB_* bits).</summary>
[Flags]
public enum SegmentStatus : byte
{
    /// <summary>In flight.</summary>
    None = 0,

    /// <summary>The receiver has it, beyond a gap (TCPCB_SACKED_ACKED).</summary>
    Sacked = 1,

    /// <summary>Taken for lost (TCPCB_LOST).</summary>
    Lost = 2,

    /// <summary>Sent again, and that copy is in flight (TCPCB_SACKED_RETRANS).</summary>
    Retransmitted = 4,

    /// <summary>Was sent again at some time: gives no round-trip sample of its own (TCPCB_EVER_RETRANS).</summary>
    EverRetransmitted = 8,

    /// <summary>Its last unit of sequence space is the FIN.</summary>
    Fin = 16,
}
