using System;
using Protocols.Core;

namespace Protocols.Wire;

/// <summary>
/// An Ethernet frame without its frame check sequence (IEEE 802.3): 14 bytes of header, then the payload.
/// </summary>
/// <remarks>Not implemented: VLAN tags; they show as an <see cref="EtherType"/> of 0x8100.</remarks>
public readonly ref struct EthernetFrame
{
    /// <summary>The length of the header in bytes.</summary>
    public const int HeaderLength = 14;

    /// <summary>The EtherType of IPv4.</summary>
    public const ushort Ipv4 = 0x0800;

    /// <summary>The EtherType of IPv6.</summary>
    public const ushort Ipv6 = 0x86DD;

    /// <summary>The destination's MAC address, in the low 48 bits.</summary>
    public ulong Destination { get; init; }

    /// <summary>The source's MAC address, in the low 48 bits.</summary>
    public ulong Source { get; init; }

    /// <summary>What the payload is.</summary>
    public ushort EtherType { get; init; }

    /// <summary>The payload.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Reads a frame.</summary>
    /// <param name="bytes">The frame.</param>
    /// <param name="frame">The frame; its payload lies in <paramref name="bytes"/>.</param>
    /// <param name="error">Why there is none: truncated.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out EthernetFrame frame, out ParseError error)
    {
        SpanReader reader = new(bytes);
        frame = new EthernetFrame
        {
            Destination = (ulong)reader.ReadUInt16() << 32 | reader.ReadUInt32(),
            Source = (ulong)reader.ReadUInt16() << 32 | reader.ReadUInt32(),
            EtherType = reader.ReadUInt16(),
            Payload = reader.Rest,
        };
        error = reader.Failed ? ParseError.Truncated : ParseError.None;
        return !reader.Failed;
    }

    /// <summary>Writes the frame.</summary>
    /// <param name="destination">Room for header and payload; the payload may already lie in its place.</param>
    public void Write(Span<byte> destination)
    {
        SpanWriter writer = new(destination);
        writer.WriteUInt16((ushort)((Destination >> 32) & ushort.MaxValue));
        writer.WriteUInt32((uint)(Destination & uint.MaxValue));
        writer.WriteUInt16((ushort)((Source >> 32) & ushort.MaxValue));
        writer.WriteUInt32((uint)(Source & uint.MaxValue));
        writer.WriteUInt16(EtherType);
        writer.Write(Payload);
    }
}
