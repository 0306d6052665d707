using System;
using System.Buffers.Binary;
using System.Net;

namespace Protocols.Net;

/// <summary>An IPv4 or IPv6 address as a value; the default value is "no address".</summary>
public readonly record struct IpAddress : IComparable<IpAddress>
{
    // Two halves, since a UInt128 would be aligned to 16 bytes: there are thousands of addresses.
    private readonly ulong _high;
    private readonly ulong _low;

    /// <summary>An address.</summary>
    /// <param name="family">The IP version.</param>
    /// <param name="bits">The address as a number; an IPv4 address lies in the low 32 bits.</param>
    public IpAddress(AddressFamily family, UInt128 bits)
    {
        Family = family;
        Bits = bits;
    }

    /// <summary>The IP version.</summary>
    public AddressFamily Family { get; }

    /// <summary>The address as a number; an IPv4 address lies in the low 32 bits.</summary>
    public UInt128 Bits
    {
        get => new(_high, _low);
        init
        {
            _high = (ulong)(value >> 64);
            _low = (ulong)value;
        }
    }

    /// <summary>No address.</summary>
    public static IpAddress None => default;

    /// <summary>Whether this is no address at all.</summary>
    public bool IsNone => Family == AddressFamily.None;

    /// <summary>How many bits an address of this family has: 32 or 128; 0 for no address.</summary>
    public int Width => WidthOf(Family);

    /// <summary>How many bytes an address of this family has on the wire: 4 or 16; 0 for no address.</summary>
    public int ByteCount => Width / 8;

    /// <summary>How many bits an address of <paramref name="family"/> has.</summary>
    public static int WidthOf(AddressFamily family) => family switch
    {
        AddressFamily.Ipv4 => 32,
        AddressFamily.Ipv6 => 128,
        _ => 0,
    };

    /// <summary>Reads an address in the usual text forms (RFC 4291, 2.2, for IPv6; dotted decimal for IPv4).</summary>
    public static bool TryParse(string text, out IpAddress address)
    {
        address = default;
        if (!IPAddress.TryParse(text, out IPAddress? parsed) || parsed.ToString().Contains('%', StringComparison.Ordinal))
        {
            return false;
        }

        // The BCL also reads "10" as 0.0.0.10; users who write that made a mistake.
        if (parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && text.Split('.').Length != 4)
        {
            return false;
        }

        return TryRead(parsed.GetAddressBytes(), out address);
    }

    /// <summary>Reads an address that the program itself writes down; throws on a malformed one.</summary>
    public static IpAddress Parse(string text) =>
        TryParse(text, out IpAddress address) ? address : throw new FormatException($"'{text}' is not an IP address");

    /// <summary>Reads the 4 or 16 bytes of an address in network byte order.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IpAddress address)
    {
        address = bytes.Length switch
        {
            4 => new IpAddress(AddressFamily.Ipv4, BinaryPrimitives.ReadUInt32BigEndian(bytes)),
            16 => new IpAddress(AddressFamily.Ipv6, BinaryPrimitives.ReadUInt128BigEndian(bytes)),
            _ => default,
        };
        return !address.IsNone;
    }

    /// <summary>Writes the address in network byte order; the destination has <see cref="ByteCount"/> bytes or more.</summary>
    public void Write(Span<byte> destination)
    {
        if (Family == AddressFamily.Ipv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)Bits);
        }
        else
        {
            BinaryPrimitives.WriteUInt128BigEndian(destination, Bits);
        }
    }

    /// <inheritdoc/>
    public int CompareTo(IpAddress other) =>
        Family != other.Family ? Family.CompareTo(other.Family) : Bits.CompareTo(other.Bits);

    /// <summary>The usual text form; IPv6 as RFC 5952 asks.</summary>
    public override string ToString()
    {
        if (IsNone)
        {
            return "none";
        }

        byte[] bytes = new byte[ByteCount];
        Write(bytes);
        return new IPAddress(bytes).ToString();
    }
}
