using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>The data sequence signal on the wire (RFC 8684, 3.3).</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +---------------+---------------+-------+----------------------+
/// |     Kind      |    Length     |Subtype| (reserved) |F|m|M|a|A|
/// +---------------+---------------+-------+----------------------+
/// |           Data ACK (4 or 8 octets, depending on flags)       |
/// +--------------------------------------------------------------+
/// |   Data Sequence Number (4 or 8 octets, depending on flags)   |
/// +--------------------------------------------------------------+
/// |              Subflow Sequence Number (4 octets)              |
/// +-------------------------------+------------------------------+
/// |  Data-Level Length (2 octets) |      Checksum (2 octets)     |
/// +-------------------------------+------------------------------+
/// </code>
/// The flag m counts only with M, and a only with A; the checksum is there when the length leaves room for it.
/// </remarks>
internal static class DataSequenceSignalFormat
{
    /// <summary>The subtype.</summary>
    internal const int Subtype = 2;

    private const byte AckBit = 0x01;
    private const byte Ack64Bit = 0x02;
    private const byte MappingBit = 0x04;
    private const byte Sequence64Bit = 0x08;
    private const byte DataFinBit = 0x10;

    /// <summary>Reads the option; false when its length is not what its flags ask for.</summary>
    /// <param name="body">What follows kind and length, one byte at least.</param>
    /// <param name="option">The option.</param>
    internal static bool TryRead(ReadOnlySpan<byte> body, ref DataSequenceSignal option)
    {
        SpanReader reader = new(body);
        reader.Skip(1);
        byte flags = reader.ReadByte();
        option = default;
        option.DataFin = (flags & DataFinBit) != 0;
        option.HasAck = (flags & AckBit) != 0;
        if (option.HasAck)
        {
            option.Ack64 = (flags & Ack64Bit) != 0;
            option.DataAck = option.Ack64 ? reader.ReadUInt64() : reader.ReadUInt32();
        }

        option.HasMapping = (flags & MappingBit) != 0;
        if (option.HasMapping)
        {
            option.Sequence64 = (flags & Sequence64Bit) != 0;
            option.DataSequence = option.Sequence64 ? reader.ReadUInt64() : reader.ReadUInt32();
            option.SubflowSequence = reader.ReadUInt32();
            option.DataLength = reader.ReadUInt16();
            option.HasChecksum = reader.Remaining != 0;
            option.Checksum = option.HasChecksum ? reader.ReadUInt16() : (ushort)0;
        }

        return !reader.Failed && reader.Remaining == 0;
    }

    /// <summary>Writes the option, not padded.</summary>
    internal static void Write(ref SpanWriter writer, in DataSequenceSignal option)
    {
        MptcpOption.WriteHead(ref writer, PacketOptionsLength.Of(in option), Subtype, 0);
        writer.WriteByte(FlagsOf(in option));
        if (option.HasAck)
        {
            WriteNumber(ref writer, option.DataAck, option.Ack64);
        }

        if (!option.HasMapping)
        {
            return;
        }

        WriteNumber(ref writer, option.DataSequence, option.Sequence64);
        writer.WriteUInt32(option.SubflowSequence);
        writer.WriteUInt16(option.DataLength);
        if (option.HasChecksum)
        {
            writer.WriteUInt16(option.Checksum);
        }
    }

    private static byte FlagsOf(in DataSequenceSignal option)
    {
        int flags = option.DataFin ? DataFinBit : 0;
        if (option.HasAck)
        {
            flags |= option.Ack64 ? AckBit | Ack64Bit : AckBit;
        }

        if (option.HasMapping)
        {
            flags |= option.Sequence64 ? MappingBit | Sequence64Bit : MappingBit;
        }

        return (byte)flags;
    }

    private static void WriteNumber(ref SpanWriter writer, ulong number, bool has64Bits)
    {
        if (has64Bits)
        {
            writer.WriteUInt64(number);
        }
        else
        {
            writer.WriteUInt32((uint)(number & uint.MaxValue));
        }
    }
}
