using System;

namespace Protocols.Net;

/// <summary>What else is true of a packet: the ECN field of its IP header and how its transport header is to be read.</summary>
[Flags]
public enum PacketTraits : byte
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>ECN-capable transport, ECT(0) (RFC 3168, 5).</summary>
    EcnCapable = 0x02,

    /// <summary>Congestion experienced; only together with <see cref="EcnCapable"/> on the wire (both bits set).</summary>
    CongestionExperienced = 0x01,

    /// <summary>The TCP header carries the timestamps option (RFC 7323), whose values lie in the packet itself.</summary>
    Timestamps = 0x10,
}
