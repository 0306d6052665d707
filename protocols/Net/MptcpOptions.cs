using System;
using System.Runtime.CompilerServices;

namespace Protocols.Net;

/// <summary>MP_CAPABLE (RFC 8684, 3.1): 4 bytes on a SYN, 12 on a SYN/ACK, 20 on the ACK, 22 or 24 on the first data.</summary>
public struct MpCapableOption
{
    /// <summary>The flag bits A to H as on the wire: A = 0x80 checksum required, C = 0x20 no joins to the initial address, H = 0x01 HMAC-SHA256.</summary>
    public byte Flags;

    /// <summary>The version: 1, or 0 for RFC 6824.</summary>
    public byte Version;

    /// <summary>How many keys are present: 0 (SYN), 1 (SYN/ACK) or 2 (ACK).</summary>
    public byte KeyCount;

    /// <summary>Whether a data length is present (first data of the initiator).</summary>
    public bool HasDataLength;

    /// <summary>Whether a checksum is present; only together with a data length.</summary>
    public bool HasChecksum;

    /// <summary>The data length.</summary>
    public ushort DataLength;

    /// <summary>The checksum of the mapping.</summary>
    public ushort Checksum;

    /// <summary>The sender's key.</summary>
    public ulong SenderKey;

    /// <summary>The receiver's key.</summary>
    public ulong ReceiverKey;
}

/// <summary>Which of the three packets of an MP_JOIN handshake carries the option.</summary>
public enum MpJoinStep : byte
{
    /// <summary>SYN: token and nonce, 12 bytes.</summary>
    Syn,

    /// <summary>SYN/ACK: truncated HMAC-B and nonce, 16 bytes.</summary>
    SynAck,

    /// <summary>ACK: truncated HMAC-A, 24 bytes.</summary>
    Ack,
}

/// <summary>MP_JOIN (RFC 8684, 3.2).</summary>
public struct MpJoinOption
{
    /// <summary>Which packet of the handshake this is.</summary>
    public MpJoinStep Step;

    /// <summary>Whether the B bit is set: use this subflow as a backup.</summary>
    public bool Backup;

    /// <summary>The address identifier; not on the ACK.</summary>
    public byte AddressId;

    /// <summary>The receiver's token; on the SYN.</summary>
    public uint Token;

    /// <summary>The sender's nonce; on SYN and SYN/ACK.</summary>
    public uint Nonce;

    /// <summary>The truncated HMAC: its first 8 bytes are used on the SYN/ACK, all 20 on the ACK.</summary>
    public Hmac160 Hmac;
}

/// <summary>A truncated HMAC of at most 160 bits, in network byte order.</summary>
[InlineArray(20)]
public struct Hmac160
{
    private byte _first;

    /// <summary>The given bytes, at most 20, followed by zeros.</summary>
    public static Hmac160 From(ReadOnlySpan<byte> bytes)
    {
        Hmac160 hmac = default;
        bytes.CopyTo(hmac);
        return hmac;
    }
}

/// <summary>The data sequence signal, DSS (RFC 8684, 3.3).</summary>
public struct DataSequenceSignal
{
    /// <summary>Whether a DATA_ACK is present (bit A).</summary>
    public bool HasAck;

    /// <summary>Whether the DATA_ACK has 8 bytes instead of 4 (bit a).</summary>
    public bool Ack64;

    /// <summary>Whether a mapping is present (bit M).</summary>
    public bool HasMapping;

    /// <summary>Whether the data sequence number has 8 bytes instead of 4 (bit m).</summary>
    public bool Sequence64;

    /// <summary>Whether the sender has no more data (bit F).</summary>
    public bool DataFin;

    /// <summary>Whether the mapping carries a checksum.</summary>
    public bool HasChecksum;

    /// <summary>The checksum of the mapping.</summary>
    public ushort Checksum;

    /// <summary>Length of the mapping in bytes; a DATA_FIN counts one. 0 is the infinite mapping of a fallback.</summary>
    public ushort DataLength;

    /// <summary>First subflow sequence number of the mapping, relative to the initial one (its SYN is 0).</summary>
    public uint SubflowSequence;

    /// <summary>First data sequence number of the mapping; only its low 32 bits count without <see cref="Sequence64"/>.</summary>
    public ulong DataSequence;

    /// <summary>The next data sequence number expected; only its low 32 bits count without <see cref="Ack64"/>.</summary>
    public ulong DataAck;
}

/// <summary>ADD_ADDR (RFC 8684, 3.4.1).</summary>
public struct AddAddressOption
{
    /// <summary>Whether this echoes one that was received (bit E); an echo has no HMAC.</summary>
    public bool Echo;

    /// <summary>The identifier of the address.</summary>
    public byte AddressId;

    /// <summary>The address.</summary>
    public IpAddress Address;

    /// <summary>The port, or 0 when none is given.</summary>
    public ushort Port;

    /// <summary>The last 64 bits of the HMAC; valid with <see cref="HasHmac"/>.</summary>
    public ulong Hmac;

    /// <summary>Whether this is the form of version 0 (RFC 6824, 3.4.1): no echo, no HMAC, the IP version in the place of the flags.</summary>
    public bool IsVersion0;

    /// <summary>Whether the option carries an HMAC: one of version 1 that is no echo.</summary>
    public readonly bool HasHmac => !Echo && !IsVersion0;
}

/// <summary>The identifiers in a REMOVE_ADDR (RFC 8684, 3.4.2): at most 8 are kept, the most Linux ever uses.</summary>
[InlineArray(8)]
public struct AddressIds
{
    private byte _first;
}

/// <summary>MP_TCPRST (RFC 8684, 3.6).</summary>
public struct ResetReasonOption
{
    /// <summary>The flag bits U, V, W, T as on the wire; T = 0x01: the reason may be transient.</summary>
    public byte Flags;

    /// <summary>The reason code: 0 unspecified, 1 MPTCP error, 2 resources, 3 prohibited, 4 too much outstanding data, 5 bad performance, 6 middlebox.</summary>
    public byte Reason;
}
