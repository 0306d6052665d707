using System;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Sim.Emulation;

/// <summary>Asks the kernel for a table of its network configuration (rtnetlink(7)) or of its sockets (sock_diag(7)).</summary>
/// <remarks>
/// The socket belongs to the namespace in which it was opened, unlike /sys/class/net, which shows the one it was mounted in.
/// </remarks>
internal sealed unsafe class NetlinkTables : IDisposable
{
    private const int NetlinkFamily = 16;
    private const int RawCloseOnExec = 3 | 0x80000;
    private const int RequestDump = 0x301;
    private const int HeaderLength = 16;
    private const int Error = 2;
    private const int Done = 3;

    private readonly int _descriptor;
    private readonly byte[] _buffer = new byte[64 << 10];

    /// <summary>Opens it.</summary>
    /// <param name="protocol">Whom to ask: 0 for the network configuration (NETLINK_ROUTE), 4 for sockets (NETLINK_SOCK_DIAG).</param>
    public NetlinkTables(int protocol)
    {
        _descriptor = NativeMethods.Socket(NetlinkFamily, RawCloseOnExec, protocol);
        if (_descriptor < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "a netlink socket cannot be opened");
        }
    }

    /// <summary>What is done with one entry of a table.</summary>
    /// <param name="entry">The message behind its netlink header: a fixed part, then attributes.</param>
    public delegate void EntryReader(ReadOnlySpan<byte> entry);

    /// <summary>Reads a table.</summary>
    /// <param name="request">RTM_GETLINK and the like.</param>
    /// <param name="body">What follows the header: a fixed part, then attributes.</param>
    /// <param name="read">Called for each entry.</param>
    /// <returns>False when the kernel did not answer as it should; what was read so far may be used.</returns>
    public bool Dump(ushort request, ReadOnlySpan<byte> body, EntryReader read)
    {
        int length = HeaderLength + body.Length;
        Span<byte> message = _buffer.AsSpan(0, length);
        message.Clear();
        body.CopyTo(message[HeaderLength..]);
        BinaryPrimitives.WriteInt32LittleEndian(message, length);
        BinaryPrimitives.WriteUInt16LittleEndian(message[4..], request);
        BinaryPrimitives.WriteUInt16LittleEndian(message[6..], RequestDump);
        fixed (byte* buffer = _buffer)
        {
            if (NativeMethods.Send(_descriptor, buffer, (nuint)length, 0) != length)
            {
                return false;
            }

            while (true)
            {
                nint received = NativeMethods.Receive(_descriptor, buffer, (nuint)_buffer.Length, 0);
                if (received <= 0)
                {
                    return false;
                }

                if (ReadMessages(_buffer.AsSpan(0, (int)received), read) is { } isWhole)
                {
                    return isWhole;
                }
            }
        }
    }

    public void Dispose() => NativeMethods.Close(_descriptor);

    // Null when more is to come.
    private static bool? ReadMessages(ReadOnlySpan<byte> messages, EntryReader read)
    {
        while (messages.Length >= HeaderLength)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(messages);
            if (length < HeaderLength || length > messages.Length)
            {
                return false;
            }

            switch (BinaryPrimitives.ReadUInt16LittleEndian(messages[4..]))
            {
                case Done:
                    return true;
                case Error:
                    return false;
                default:
                    read(messages[HeaderLength..length]);
                    break;
            }

            messages = messages[Math.Min(messages.Length, Align(length))..];
        }

        return null;
    }

    /// <summary>Finds an attribute (struct rtattr).</summary>
    /// <param name="attributes">The attributes of an entry.</param>
    /// <param name="type">Which one.</param>
    /// <returns>Its value; empty when it is not there.</returns>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> attributes, ushort type)
    {
        while (attributes.Length >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(attributes);
            if (length < 4 || length > attributes.Length)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(attributes[2..]) == type)
            {
                return attributes[4..length];
            }

            attributes = attributes[Math.Min(attributes.Length, Align(length))..];
        }

        return [];
    }

    private static int Align(int length) => (length + 3) & ~3;
}
