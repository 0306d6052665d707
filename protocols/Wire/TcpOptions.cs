using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>The options of a TCP header: their bytes to values and back.</summary>
/// <remarks>
/// They are read in any order, and of an option that occurs twice the last counts. They are written in the order and
/// with the padding of Linux (tcp_options_write in net/ipv4/tcp_output.c), so that a header is as long, and looks, as a
/// kernel's.
/// <code>
/// MSS              | Kind = 2  | Length = 4  | MSS (16 bits)        |
/// Window scale     | Kind = 3  | Length = 3  | shift.cnt            |
/// SACK permitted   | Kind = 4  | Length = 2  |
/// SACK             | Kind = 5  | Length      | Left Edge (32 bits)  | Right Edge (32 bits)  | ...
/// Timestamps       | Kind = 8  | Length = 10 | TS Value (32 bits)   | TS Echo Reply (32 bits) |
/// MPTCP            | Kind = 30 | Length      | Subtype (4 bits) ...
/// </code>
/// </remarks>
public static class TcpOptions
{
    private const int SackBlockLength = 8;
    private const int MaximumSackBlocks = 4;

    // RFC 7323, 2.3: a larger shift is taken for 14.
    private const byte MaximumWindowScale = 14;

    /// <summary>
    /// Reads the options of a header. Kinds and MPTCP subtypes that are not known are passed over (RFC 9293, MUST-6).
    /// </summary>
    /// <param name="bytes">The header's options with their padding.</param>
    /// <param name="options">All options but timestamps; what it held before is forgotten.</param>
    /// <param name="timestamps">The timestamps.</param>
    /// <param name="error">Why they cannot be read: truncated, option length or field value.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes, ref PacketOptions options, out TimestampsOption timestamps, out ParseError error)
    {
        options.Kinds = PacketOptionKinds.None;
        timestamps = default;
        error = ParseError.None;
        while (!bytes.IsEmpty)
        {
            if (!TcpOption.TryTake(ref bytes, out TcpOption option, out error)
                || !TryRead(option, ref options, ref timestamps, out error))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes the options.</summary>
    /// <param name="options">All options but timestamps.</param>
    /// <param name="timestamps">The timestamps.</param>
    /// <param name="target">
    /// Room for what <see cref="PacketOptionsLength.Of(in PacketOptions, bool)"/> says, from a 4-byte boundary of the
    /// header on.
    /// </param>
    /// <returns>How many bytes were written: the length that was said, a multiple of 4.</returns>
    public static int Write(in PacketOptions options, TimestampsOption timestamps, Span<byte> target)
    {
        SpanWriter writer = new(target);
        PacketOptionKinds kinds = options.Kinds;
        if ((kinds & PacketOptionKinds.MaximumSegmentSize) != 0)
        {
            WriteHead(ref writer, TcpOption.MaximumSegmentSize, 4);
            writer.WriteUInt16(options.MaximumSegmentSize);
        }

        WriteSackPermittedAndTimestamps(ref writer, (kinds & PacketOptionKinds.SackPermitted) != 0, timestamps);
        if ((kinds & PacketOptionKinds.WindowScale) != 0)
        {
            writer.WriteByte(TcpOption.NoOperation);
            WriteHead(ref writer, TcpOption.WindowScale, 3);
            writer.WriteByte(options.WindowScale);
        }

        if ((kinds & PacketOptionKinds.Sack) != 0)
        {
            WriteSack(ref writer, in options);
        }

        if ((kinds & PacketOptionKinds.AnyMptcp) != 0)
        {
            MptcpOption.Write(ref writer, in options);
        }

        return writer.Written;
    }

    private static bool TryRead(
        TcpOption option, ref PacketOptions options, ref TimestampsOption timestamps, out ParseError error)
    {
        SpanReader body = new(option.Body);
        error = ParseError.None;
        switch (option.Kind)
        {
            case TcpOption.MaximumSegmentSize:
                options.MaximumSegmentSize = body.ReadUInt16();
                options.Kinds |= PacketOptionKinds.MaximumSegmentSize;
                break;
            case TcpOption.WindowScale:
                options.WindowScale = Math.Min(body.ReadByte(), MaximumWindowScale);
                options.Kinds |= PacketOptionKinds.WindowScale;
                break;
            case TcpOption.SackPermitted:
                options.Kinds |= PacketOptionKinds.SackPermitted;
                break;
            case TcpOption.Sack:
                ReadSack(ref body, ref options);
                break;
            case TcpOption.Timestamps:
                timestamps = new TimestampsOption(true, body.ReadUInt32(), body.ReadUInt32());
                break;
            case TcpOption.Mptcp:
                return MptcpOption.TryParse(option.Body, ref options, out error);
            default:
                return true;
        }

        bool wholeBodyRead = !body.Failed && body.Remaining == 0;
        error = wholeBodyRead ? ParseError.None : ParseError.OptionLength;
        return wholeBodyRead;
    }

    private static void ReadSack(ref SpanReader body, ref PacketOptions options)
    {
        // A length that is no whole number of blocks, or of more than four, leaves bytes over or fails: the caller sees
        // either.
        options.SackCount = (byte)Math.Clamp(body.Remaining / SackBlockLength, 1, MaximumSackBlocks);
        for (int i = 0; i < options.SackCount; i++)
        {
            options.SackBlocks[i] = new SackBlock(body.ReadUInt32(), body.ReadUInt32());
        }

        options.Kinds |= PacketOptionKinds.Sack;
    }

    private static void WriteSackPermittedAndTimestamps(
        ref SpanWriter writer, bool sackPermitted, TimestampsOption timestamps)
    {
        if (sackPermitted && timestamps.IsPresent)
        {
            WriteHead(ref writer, TcpOption.SackPermitted, 2);
        }
        else if (sackPermitted || timestamps.IsPresent)
        {
            writer.WriteByte(TcpOption.NoOperation);
            writer.WriteByte(TcpOption.NoOperation);
        }

        if (timestamps.IsPresent)
        {
            WriteHead(ref writer, TcpOption.Timestamps, 10);
            writer.WriteUInt32(timestamps.Value);
            writer.WriteUInt32(timestamps.Echo);
        }
        else if (sackPermitted)
        {
            WriteHead(ref writer, TcpOption.SackPermitted, 2);
        }
    }

    private static void WriteSack(ref SpanWriter writer, in PacketOptions options)
    {
        writer.WriteByte(TcpOption.NoOperation);
        writer.WriteByte(TcpOption.NoOperation);
        WriteHead(ref writer, TcpOption.Sack, TcpOption.HeadLength + SackBlockLength * options.SackCount);
        foreach (SackBlock block in options.SackBlocks[..options.SackCount])
        {
            writer.WriteUInt32(block.Left);
            writer.WriteUInt32(block.Right);
        }
    }

    private static void WriteHead(ref SpanWriter writer, byte kind, int length)
    {
        writer.WriteByte(kind);
        writer.WriteByte((byte)length);
    }
}
