using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>
/// ADD_ADDR on the wire (RFC 8684, 3.4.1; version 0: RFC 6824, 3.4.1, with the IP version in place of the flags, and no
/// HMAC).
/// </summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +---------------+---------------+-------+-------+---------------+
/// |     Kind      |     Length    |Subtype|(rsv)|E|  Address ID   |
/// +---------------+---------------+-------+-------+---------------+
/// |           Address (IPv4: 4 octets / IPv6: 16 octets)          |
/// +-------------------------------+-------------------------------+
/// |   Port (2 octets, optional)   |                               |
/// +-------------------------------+                               |
/// |                Truncated HMAC (8 octets, if E=0)              |
/// |                               +-------------------------------+
/// |                               |
/// +-------------------------------+
/// </code>
/// </remarks>
internal static class AddAddressFormat
{
    /// <summary>The subtype.</summary>
    internal const int Subtype = 3;

    private const byte EchoBit = 0x01;
    private const int HeadLength = 4;
    private const int PortLength = 2;
    private const int HmacLength = 8;

    /// <summary>Reads the option; false when its length is none of those that its flags allow.</summary>
    /// <param name="body">What follows kind and length, one byte at least.</param>
    /// <param name="option">The option.</param>
    internal static bool TryRead(ReadOnlySpan<byte> body, ref AddAddressOption option)
    {
        SpanReader reader = new(body);
        int lowHalf = reader.ReadByte() & 0x0F;
        int addressAndMore = TcpOption.HeadLength + body.Length - HeadLength;
        bool isVersion0 = IsVersion0(lowHalf, addressAndMore);
        bool echo = !isVersion0 && (lowHalf & EchoBit) != 0;
        int hmacLength = echo || isVersion0 ? 0 : HmacLength;
        if (!TrySplit(addressAndMore - hmacLength, out int addressLength, out bool hasPort))
        {
            return false;
        }

        option.IsVersion0 = isVersion0;
        option.Echo = echo;
        option.AddressId = reader.ReadByte();
        IpAddress.TryRead(reader.ReadBytes(addressLength), out option.Address);
        option.Port = hasPort ? reader.ReadUInt16() : (ushort)0;
        option.Hmac = hmacLength != 0 ? reader.ReadUInt64() : 0;
        return true;
    }

    /// <summary>Writes the option, not padded.</summary>
    internal static void Write(ref SpanWriter writer, in AddAddressOption option)
    {
        int lowHalf = option.IsVersion0 ? (int)option.Address.Family : option.Echo ? EchoBit : 0;
        MptcpOption.WriteHead(ref writer, PacketOptionsLength.Of(in option), Subtype, lowHalf);
        writer.WriteByte(option.AddressId);
        Span<byte> address = stackalloc byte[16];
        option.Address.Write(address);
        writer.Write(address[..option.Address.ByteCount]);
        if (option.Port != 0)
        {
            writer.WriteUInt16(option.Port);
        }

        if (option.HasHmac)
        {
            writer.WriteUInt64(option.Hmac);
        }
    }

    // Version 0 puts 4 or 6 where version 1 has reserved bits that are zero; the length must fit that IP version.
    private static bool IsVersion0(int lowHalf, int addressAndMore) => (AddressFamily)lowHalf switch
    {
        AddressFamily.Ipv4 => addressAndMore is 4 or 4 + PortLength,
        AddressFamily.Ipv6 => addressAndMore is 16 or 16 + PortLength,
        _ => false,
    };

    private static bool TrySplit(int addressAndPort, out int addressLength, out bool hasPort)
    {
        hasPort = addressAndPort is 4 + PortLength or 16 + PortLength;
        addressLength = hasPort ? addressAndPort - PortLength : addressAndPort;
        return addressLength is 4 or 16;
    }
}
