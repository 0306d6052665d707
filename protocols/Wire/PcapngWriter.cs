using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Protocols.Core;

namespace Protocols.Wire;

/// <summary>
/// Writes a pcapng file (draft-ietf-opsawg-pcapng): one section, little-endian, times in nanoseconds since the start of
/// the run.
/// </summary>
/// <remarks>
/// The blocks are a section header (4.1), an interface description for each interface (4.2) and an enhanced packet
/// block for each packet (4.3). Equal calls give equal bytes: nothing about the machine is written.
/// </remarks>
public sealed class PcapngWriter
{
    private const uint SectionHeaderBlock = 0x0A0D0D0A;
    private const uint InterfaceDescriptionBlock = 1;
    private const uint EnhancedPacketBlock = 6;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const ulong UnknownSectionLength = ulong.MaxValue;

    private const ushort EndOfOptions = 0;
    private const ushort ApplicationOption = 4;
    private const ushort NameOption = 2;
    private const ushort ResolutionOption = 9;
    private const byte Nanoseconds = 9;

    private const int BlockLengthOffset = 4;
    private const int BlockHeadLength = 8;
    private const int BlockTailLength = 4;
    private const int PacketFieldsLength = 20;

    private readonly Stream _target;
    private readonly int _interfaceCount;
    private byte[] _block = new byte[2048];
    private int _length;

    /// <summary>Writes the head of the file.</summary>
    /// <param name="target">Where the file goes; the caller buffers, flushes and closes it.</param>
    /// <param name="interfaces">The interfaces; packets refer to them by their place in this list.</param>
    public PcapngWriter(Stream target, IReadOnlyList<CaptureInterface> interfaces)
    {
        _target = target;
        _interfaceCount = interfaces.Count;
        WriteSectionHeader();
        foreach (CaptureInterface description in interfaces)
        {
            WriteInterfaceDescription(description);
        }
    }

    /// <summary>Writes a packet.</summary>
    /// <param name="interfaceNumber">The interface that saw it: its place in the list, from 0 on.</param>
    /// <param name="at">When.</param>
    /// <param name="bytes">What was captured of it, from the header on that the interface's link type says.</param>
    /// <param name="originalLength">How long it was, in bytes; at least what was captured.</param>
    public void Write(int interfaceNumber, Instant at, ReadOnlySpan<byte> bytes, int originalLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(interfaceNumber);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(interfaceNumber, _interfaceCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(originalLength, bytes.Length);
        ulong time = (ulong)at.SinceStart.WholeNanoseconds;
        StartBlock(EnhancedPacketBlock, PacketFieldsLength + bytes.Length);
        AddUInt32((uint)interfaceNumber);
        AddUInt32((uint)(time >> 32));
        AddUInt32((uint)(time & uint.MaxValue));
        AddUInt32((uint)bytes.Length);
        AddUInt32((uint)originalLength);
        AddPadded(bytes);
        EndBlock();
    }

    private void WriteSectionHeader()
    {
        ReadOnlySpan<byte> application = "simulator"u8;
        StartBlock(SectionHeaderBlock, 64);
        AddUInt32(ByteOrderMagic);
        AddUInt16(1);
        AddUInt16(0);
        BinaryPrimitives.WriteUInt64LittleEndian(Take(sizeof(ulong)), UnknownSectionLength);
        AddOption(ApplicationOption, application);
        AddOption(EndOfOptions, default);
        EndBlock();
    }

    private void WriteInterfaceDescription(CaptureInterface description)
    {
        byte[] name = Encoding.UTF8.GetBytes(description.Name);
        StartBlock(InterfaceDescriptionBlock, 64 + name.Length);
        AddUInt16((ushort)description.LinkType);
        AddUInt16(0);

        // A snap length of 0: packets are never cut.
        AddUInt32(0);
        AddOption(NameOption, name);
        AddOption(ResolutionOption, [Nanoseconds]);
        AddOption(EndOfOptions, default);
        EndBlock();
    }

    private void StartBlock(uint type, int bodyLength)
    {
        int room = BlockHeadLength + bodyLength + sizeof(uint) + BlockTailLength;
        if (_block.Length < room)
        {
            _block = new byte[room * 2];
        }

        _length = 0;
        AddUInt32(type);
        AddUInt32(0);
    }

    private void EndBlock()
    {
        uint total = (uint)(_length + BlockTailLength);
        AddUInt32(total);
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(BlockLengthOffset), total);
        _target.Write(_block, 0, _length);
    }

    private void AddOption(ushort code, ReadOnlySpan<byte> value)
    {
        AddUInt16(code);
        AddUInt16((ushort)value.Length);
        AddPadded(value);
    }

    private void AddPadded(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Take(bytes.Length));
        Take(-bytes.Length & 3).Clear();
    }

    private void AddUInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(sizeof(ushort)), value);

    private void AddUInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(sizeof(uint)), value);

    private Span<byte> Take(int count)
    {
        Span<byte> taken = _block.AsSpan(_length, count);
        _length += count;
        return taken;
    }
}
