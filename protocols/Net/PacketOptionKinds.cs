using System;

namespace Protocols.Net;

/// <summary>Which options a packet's <see cref="PacketOptions"/> holds.</summary>
[Flags]
public enum PacketOptionKinds : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Maximum segment size (kind 2, RFC 9293).</summary>
    MaximumSegmentSize = 1 << 0,

    /// <summary>Window scale (kind 3, RFC 7323).</summary>
    WindowScale = 1 << 1,

    /// <summary>SACK permitted (kind 4, RFC 2018).</summary>
    SackPermitted = 1 << 2,

    /// <summary>SACK blocks (kind 5, RFC 2018).</summary>
    Sack = 1 << 3,

    /// <summary>MP_CAPABLE (RFC 8684, 3.1).</summary>
    MpCapable = 1 << 4,

    /// <summary>MP_JOIN (RFC 8684, 3.2).</summary>
    MpJoin = 1 << 5,

    /// <summary>Data sequence signal (RFC 8684, 3.3).</summary>
    DataSequenceSignal = 1 << 6,

    /// <summary>ADD_ADDR (RFC 8684, 3.4.1).</summary>
    AddAddress = 1 << 7,

    /// <summary>REMOVE_ADDR (RFC 8684, 3.4.2).</summary>
    RemoveAddress = 1 << 8,

    /// <summary>MP_PRIO (RFC 8684, 3.3.8).</summary>
    Priority = 1 << 9,

    /// <summary>MP_FAIL (RFC 8684, 3.7).</summary>
    Fail = 1 << 10,

    /// <summary>MP_FASTCLOSE (RFC 8684, 3.5).</summary>
    FastClose = 1 << 11,

    /// <summary>MP_TCPRST (RFC 8684, 3.6).</summary>
    ResetReason = 1 << 12,

    /// <summary>No option: the packet came from outside the simulation and has its own bytes with it.</summary>
    CarriedBytes = 1 << 13,

    /// <summary>Any MPTCP option (kind 30).</summary>
    AnyMptcp = MpCapable | MpJoin | DataSequenceSignal | AddAddress | RemoveAddress | Priority | Fail | FastClose | ResetReason,
}
