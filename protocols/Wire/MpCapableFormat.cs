using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>
/// MP_CAPABLE on the wire (RFC 8684, 3.1). Version 0 (RFC 6824, 3.1) differs in that its SYN carries a key.
/// </summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +---------------+---------------+-------+-------+---------------+
/// |     Kind      |    Length     |Subtype|Version|A|B|C|D|E|F|G|H|
/// +---------------+---------------+-------+-------+---------------+
/// |                   Option Sender's Key (64 bits)               |
/// |                      (if option Length > 4)                   |
/// +---------------------------------------------------------------+
/// |                  Option Receiver's Key (64 bits)              |
/// |                      (if option Length > 12)                  |
/// +-------------------------------+-------------------------------+
/// |  Data-Level Length (16 bits)  |  Checksum (16 bits, optional) |
/// +-------------------------------+-------------------------------+
/// </code>
/// </remarks>
internal static class MpCapableFormat
{
    /// <summary>The subtype.</summary>
    internal const int Subtype = 0;

    /// <summary>Reads the option; false when its length is none of 4, 12, 20, 22 and 24.</summary>
    /// <param name="body">What follows kind and length, one byte at least.</param>
    /// <param name="option">The option.</param>
    internal static bool TryRead(ReadOnlySpan<byte> body, ref MpCapableOption option)
    {
        int length = TcpOption.HeadLength + body.Length;
        if (length is not (4 or 12 or 20 or 22 or 24))
        {
            return false;
        }

        SpanReader reader = new(body);
        option.Version = (byte)(reader.ReadByte() & 0x0F);
        option.Flags = reader.ReadByte();
        option.KeyCount = (byte)Math.Min((length - 4) / 8, 2);
        option.HasDataLength = length >= 22;
        option.HasChecksum = length == 24;
        option.SenderKey = option.KeyCount > 0 ? reader.ReadUInt64() : 0;
        option.ReceiverKey = option.KeyCount > 1 ? reader.ReadUInt64() : 0;
        option.DataLength = option.HasDataLength ? reader.ReadUInt16() : (ushort)0;
        option.Checksum = option.HasChecksum ? reader.ReadUInt16() : (ushort)0;
        return true;
    }

    /// <summary>Writes the option, not padded.</summary>
    internal static void Write(ref SpanWriter writer, in MpCapableOption option)
    {
        MptcpOption.WriteHead(ref writer, PacketOptionsLength.Of(in option), Subtype, option.Version);
        writer.WriteByte(option.Flags);
        if (option.KeyCount > 0)
        {
            writer.WriteUInt64(option.SenderKey);
        }

        if (option.KeyCount > 1)
        {
            writer.WriteUInt64(option.ReceiverKey);
        }

        if (option.HasDataLength)
        {
            writer.WriteUInt16(option.DataLength);
        }

        if (option.HasChecksum)
        {
            writer.WriteUInt16(option.Checksum);
        }
    }
}
