using System;
using System.Buffers.Binary;

namespace Sim.Emulation;

/// <summary>The state of an MPTCP connection above its subflows: struct mptcp_info (linux/mptcp.h).</summary>
/// <remarks>What an older kernel does not give is zero.</remarks>
public sealed record MptcpStatus
{
    /// <summary>Linux 6.18 has these 96 bytes.</summary>
    internal const int StructureLength = 96;

    /// <summary>Subflows besides the initial one.</summary>
    public required int ExtraSubflows { get; init; }

    /// <summary>Addresses announced by the peer and accepted.</summary>
    public required int AcceptedAddresses { get; init; }

    /// <summary>Addresses announced to the peer.</summary>
    public required int AnnouncedAddresses { get; init; }

    /// <summary>Whether the connection has fallen back to plain TCP.</summary>
    public required bool HasFallenBack { get; init; }

    /// <summary>Whether the peer's key has arrived: both ends speak MPTCP.</summary>
    public required bool HasPeerKey { get; init; }

    /// <summary>Whether data is protected by MPTCP's checksum.</summary>
    public required bool UsesChecksum { get; init; }

    /// <summary>The local token.</summary>
    public required uint Token { get; init; }

    /// <summary>How often data was sent again on another subflow: fragments reinjected.</summary>
    public required long Reinjections { get; init; }

    /// <summary>Bytes sent again on another subflow.</summary>
    public required long ReinjectedBytes { get; init; }

    /// <summary>Bytes of data sent, reinjections not included.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Bytes of data received in order.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>Bytes of data acknowledged by the peer.</summary>
    public required long BytesAcknowledged { get; init; }

    /// <summary>Reads the structure.</summary>
    internal static MptcpStatus Read(ReadOnlySpan<byte> bytes)
    {
        Span<byte> whole = stackalloc byte[StructureLength];
        whole.Clear();
        bytes[..Math.Min(bytes.Length, whole.Length)].CopyTo(whole);
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(whole[8..]);
        return new MptcpStatus
        {
            ExtraSubflows = whole[0],
            AnnouncedAddresses = whole[1],
            AcceptedAddresses = whole[2],
            HasFallenBack = (flags & 1) != 0,
            HasPeerKey = (flags & 2) != 0,
            Token = BinaryPrimitives.ReadUInt32LittleEndian(whole[12..]),
            UsesChecksum = whole[42] != 0,
            Reinjections = BinaryPrimitives.ReadUInt32LittleEndian(whole[44..]),
            ReinjectedBytes = BinaryPrimitives.ReadInt64LittleEndian(whole[48..]),
            BytesSent = BinaryPrimitives.ReadInt64LittleEndian(whole[56..]),
            BytesReceived = BinaryPrimitives.ReadInt64LittleEndian(whole[64..]),
            BytesAcknowledged = BinaryPrimitives.ReadInt64LittleEndian(whole[72..]),
        };
    }
}
