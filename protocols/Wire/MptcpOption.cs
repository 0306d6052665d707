using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>
/// The MPTCP option of TCP, kind 30 (RFC 8684, 3; version 0: RFC 6824, 3): all subtypes, to values and back.
/// </summary>
/// <remarks>
/// The subtypes with a handshake or a mapping have a format file of their own; the short ones are here. Subtypes are
/// told apart by the four bits behind the length:
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +---------------+---------------+-------+-----------------------+
/// |     Kind      |    Length     |Subtype|                       |
/// +---------------+---------------+-------+                       |
/// |                     Subtype-specific data                     |
/// |                       (variable length)                       |
/// +---------------------------------------------------------------+
/// </code>
/// <code>
/// REMOVE_ADDR  |  Kind  | Length = 3 + n | 4 |(resvd)| Address ID | ...
/// MP_PRIO      |  Kind  | Length = 3     | 5 |(rsv)|B|                     (and in version 0 perhaps an Address ID)
/// MP_FAIL      |  Kind  | Length = 12    | 6 |      (reserved)   | Data Sequence Number (8 octets) |
/// MP_FASTCLOSE |  Kind  | Length = 12    | 7 |      (reserved)   | Option Receiver's Key (64 bits) |
/// MP_TCPRST    |  Kind  | Length = 4     | 8 |U|V|W|T|   Reason  |
/// </code>
/// </remarks>
public static class MptcpOption
{
    private const int RemoveAddress = 4;
    private const int Priority = 5;
    private const int Fail = 6;
    private const int FastClose = 7;
    private const int ResetReason = 8;

    private const byte BackupBit = 0x01;
    private const int MaximumAddressIds = 8;

    /// <summary>Reads one option; a subtype that is not known is passed over.</summary>
    /// <param name="body">What follows kind and length.</param>
    /// <param name="options">Takes the option beside those it holds already.</param>
    /// <param name="error">Why it cannot be read: an option length that the subtype does not have.</param>
    public static bool TryParse(ReadOnlySpan<byte> body, ref PacketOptions options, out ParseError error)
    {
        error = ParseError.OptionLength;
        if (body.IsEmpty)
        {
            return false;
        }

        (PacketOptionKinds kind, bool valid) = (body[0] >> 4) switch
        {
            MpCapableFormat.Subtype =>
                (PacketOptionKinds.MpCapable, MpCapableFormat.TryRead(body, ref options.MpCapable)),
            MpJoinFormat.Subtype =>
                (PacketOptionKinds.MpJoin, MpJoinFormat.TryRead(body, ref options.MpJoin)),
            DataSequenceSignalFormat.Subtype =>
                (PacketOptionKinds.DataSequenceSignal, DataSequenceSignalFormat.TryRead(body, ref options.Dss)),
            AddAddressFormat.Subtype =>
                (PacketOptionKinds.AddAddress, AddAddressFormat.TryRead(body, ref options.AddAddress)),
            RemoveAddress => (PacketOptionKinds.RemoveAddress, TryReadRemoveAddress(body, ref options)),
            Priority => (PacketOptionKinds.Priority, TryReadPriority(body, ref options)),
            Fail => (PacketOptionKinds.Fail, TryReadNumber(body, ref options.FailDataSequence)),
            FastClose => (PacketOptionKinds.FastClose, TryReadNumber(body, ref options.FastCloseKey)),
            ResetReason => (PacketOptionKinds.ResetReason, TryReadResetReason(body, ref options.ResetReason)),
            _ => (PacketOptionKinds.None, true),
        };
        if (!valid)
        {
            return false;
        }

        options.Kinds |= kind;
        error = ParseError.None;
        return true;
    }

    /// <summary>
    /// Writes all MPTCP options of a packet, in the order of Linux (mptcp_write_options in net/mptcp/options.c), each
    /// padded to 4 bytes.
    /// </summary>
    internal static void Write(ref SpanWriter writer, in PacketOptions options)
    {
        if (options.Has(PacketOptionKinds.DataSequenceSignal))
        {
            DataSequenceSignalFormat.Write(ref writer, in options.Dss);
            Pad(ref writer);
        }

        // All others are rare: handshakes, addresses, ends.
        if ((options.Kinds & PacketOptionKinds.AnyMptcp & ~PacketOptionKinds.DataSequenceSignal) != 0)
        {
            WriteHandshakesAndAddresses(ref writer, in options);
            WriteEnds(ref writer, in options);
            WriteChanges(ref writer, in options);
        }
    }

    /// <summary>Writes kind, length, and the byte with the subtype in its high half.</summary>
    internal static void WriteHead(ref SpanWriter writer, int length, int subtype, int lowHalf)
    {
        writer.WriteByte(TcpOption.Mptcp);
        writer.WriteByte((byte)length);
        writer.WriteByte((byte)(subtype << 4 | lowHalf));
    }

    private static void WriteHandshakesAndAddresses(ref SpanWriter writer, in PacketOptions options)
    {
        if (options.Has(PacketOptionKinds.MpCapable))
        {
            MpCapableFormat.Write(ref writer, in options.MpCapable);
            Pad(ref writer);
        }

        if (options.Has(PacketOptionKinds.MpJoin))
        {
            MpJoinFormat.Write(ref writer, in options.MpJoin);
        }

        if (options.Has(PacketOptionKinds.AddAddress))
        {
            AddAddressFormat.Write(ref writer, in options.AddAddress);
            Pad(ref writer);
        }
    }

    private static void WriteEnds(ref SpanWriter writer, in PacketOptions options)
    {
        if (options.Has(PacketOptionKinds.FastClose))
        {
            WriteNumber(ref writer, FastClose, options.FastCloseKey);
        }

        if (options.Has(PacketOptionKinds.Fail))
        {
            WriteNumber(ref writer, Fail, options.FailDataSequence);
        }

        if (options.Has(PacketOptionKinds.ResetReason))
        {
            WriteHead(ref writer, 4, ResetReason, options.ResetReason.Flags);
            writer.WriteByte(options.ResetReason.Reason);
        }
    }

    private static void WriteChanges(ref SpanWriter writer, in PacketOptions options)
    {
        if (options.Has(PacketOptionKinds.Priority))
        {
            bool hasId = options.PriorityHasAddressId;
            WriteHead(ref writer, hasId ? 4 : 3, Priority, options.PriorityBackup ? BackupBit : 0);
            writer.WriteByte(hasId ? options.PriorityAddressId : TcpOption.NoOperation);
        }

        if (options.Has(PacketOptionKinds.RemoveAddress))
        {
            WriteHead(ref writer, 3 + options.RemovedAddressCount, RemoveAddress, 0);
            writer.Write(options.RemovedAddresses[..options.RemovedAddressCount]);
            Pad(ref writer);
        }
    }

    private static void Pad(ref SpanWriter writer)
    {
        while ((writer.Written & 3) != 0)
        {
            writer.WriteByte(TcpOption.NoOperation);
        }
    }

    private static bool TryReadRemoveAddress(ReadOnlySpan<byte> body, ref PacketOptions options)
    {
        // Linux also takes at most eight at once (MPTCP_RM_IDS_MAX).
        ReadOnlySpan<byte> ids = body[1..];
        if (ids.Length is 0 or > MaximumAddressIds)
        {
            return false;
        }

        options.RemovedAddressCount = (byte)ids.Length;
        ids.CopyTo(options.RemovedAddresses);
        return true;
    }

    private static bool TryReadPriority(ReadOnlySpan<byte> body, ref PacketOptions options)
    {
        if (body.Length > 2)
        {
            return false;
        }

        options.PriorityBackup = (body[0] & BackupBit) != 0;
        options.PriorityHasAddressId = body.Length == 2;
        options.PriorityAddressId = options.PriorityHasAddressId ? body[1] : (byte)0;
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> body, ref ulong number)
    {
        SpanReader reader = new(body);
        reader.Skip(2);
        number = reader.ReadUInt64();
        return !reader.Failed && reader.Remaining == 0;
    }

    private static void WriteNumber(ref SpanWriter writer, int subtype, ulong number)
    {
        WriteHead(ref writer, 12, subtype, 0);
        writer.WriteByte(0);
        writer.WriteUInt64(number);
    }

    private static bool TryReadResetReason(ReadOnlySpan<byte> body, ref ResetReasonOption option)
    {
        if (body.Length != 2)
        {
            return false;
        }

        option.Flags = (byte)(body[0] & 0x0F);
        option.Reason = body[1];
        return true;
    }
}
