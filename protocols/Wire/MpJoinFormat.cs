using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>MP_JOIN on the wire (RFC 8684, 3.2): three forms, told apart by their lengths.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +---------------+---------------+-------+-----+-+---------------+
/// |     Kind      |  Length = 12  |Subtype|(rsv)|B|   Address ID  |
/// +---------------+---------------+-------+-----+-+---------------+
/// |                   Receiver's Token (32 bits)                  |
/// +---------------------------------------------------------------+
/// |                Sender's Random Number (32 bits)               |
/// +---------------------------------------------------------------+
///
/// +---------------+---------------+-------+-----+-+---------------+
/// |     Kind      |  Length = 16  |Subtype|(rsv)|B|   Address ID  |
/// +---------------+---------------+-------+-----+-+---------------+
/// |                Sender's Truncated HMAC (64 bits)              |
/// +---------------------------------------------------------------+
/// |                Sender's Random Number (32 bits)               |
/// +---------------------------------------------------------------+
///
/// +---------------+---------------+-------+-----------------------+
/// |     Kind      |  Length = 24  |Subtype|      (reserved)       |
/// +---------------+---------------+-------+-----------------------+
/// |               Sender's Truncated HMAC (160 bits)              |
/// +---------------------------------------------------------------+
/// </code>
/// </remarks>
internal static class MpJoinFormat
{
    /// <summary>The subtype.</summary>
    internal const int Subtype = 1;

    private const byte BackupBit = 0x01;
    private const int SynAckHmacLength = 8;
    private const int AckHmacLength = 20;

    /// <summary>Reads the option; false when its length is none of 12, 16 and 24.</summary>
    /// <param name="body">What follows kind and length, one byte at least.</param>
    /// <param name="option">The option.</param>
    internal static bool TryRead(ReadOnlySpan<byte> body, ref MpJoinOption option)
    {
        SpanReader reader = new(body);
        option = default;
        bool backup = (reader.ReadByte() & BackupBit) != 0;
        byte addressId = reader.ReadByte();
        switch (TcpOption.HeadLength + body.Length)
        {
            case 12:
                option.Step = MpJoinStep.Syn;
                option.Token = reader.ReadUInt32();
                break;
            case 16:
                option.Step = MpJoinStep.SynAck;
                option.Hmac = Hmac160.From(reader.ReadBytes(SynAckHmacLength));
                break;
            case 24:
                option.Step = MpJoinStep.Ack;
                option.Hmac = Hmac160.From(reader.ReadBytes(AckHmacLength));
                return true;
            default:
                return false;
        }

        option.Backup = backup;
        option.AddressId = addressId;
        option.Nonce = reader.ReadUInt32();
        return true;
    }

    /// <summary>Writes the option; its lengths need no padding.</summary>
    internal static void Write(ref SpanWriter writer, in MpJoinOption option)
    {
        bool isAck = option.Step == MpJoinStep.Ack;
        int length = PacketOptionsLength.Of(in option);
        MptcpOption.WriteHead(ref writer, length, Subtype, option.Backup && !isAck ? BackupBit : 0);
        writer.WriteByte(isAck ? (byte)0 : option.AddressId);
        switch (option.Step)
        {
            case MpJoinStep.Syn:
                writer.WriteUInt32(option.Token);
                writer.WriteUInt32(option.Nonce);
                break;
            case MpJoinStep.SynAck:
                writer.Write(option.Hmac[..SynAckHmacLength]);
                writer.WriteUInt32(option.Nonce);
                break;
            default:
                writer.Write(option.Hmac);
                break;
        }
    }
}
