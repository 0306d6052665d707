using System;
using System.Buffers.Binary;
using System.Text;

namespace Sim.Emulation;

/// <summary>A network interface whose wire is this program: IP packets that the kernel sends there are read here, and the other way round.</summary>
/// <remarks>
/// Without offloads (no IFF_VNET_HDR): the kernel cuts packets to the MTU and computes their checksums. Read
/// Documentation/networking/tuntap.rst.
/// </remarks>
public sealed class TunDevice : IDisposable
{
    /// <summary>The longest name of an interface (IFNAMSIZ without its end), in bytes.</summary>
    public const int LongestName = 15;

    // struct ifreq: the name in 16 bytes, then what the request is about; 40 bytes in all.
    private const int RequestLength = 40;
    private const int FlagsAt = 16;
    private const short TunWithoutHeader = 0x1001;

    private readonly int _descriptor;
    private bool _isClosed;

    private TunDevice(string name, int descriptor)
    {
        Name = name;
        _descriptor = descriptor;
    }

    /// <summary>The interface's name in its namespace.</summary>
    public string Name { get; }

    /// <summary>Packets that the kernel did not take from here.</summary>
    public long RefusedPackets { get; private set; }

    /// <summary>For poll(2).</summary>
    internal int Descriptor => _descriptor;

    /// <summary>Makes an interface in a namespace; it is down and has no address.</summary>
    /// <param name="place">The namespace.</param>
    /// <param name="name">The name, unique there, of at most <see cref="LongestName"/> bytes.</param>
    /// <exception cref="EmulationException">The kernel has no TUN devices, or this process may not make one.</exception>
    public static TunDevice Open(NetworkNamespace place, string name) => place.Enter(() => OpenHere(name));

    /// <summary>Takes the next packet that the kernel has sent.</summary>
    /// <param name="buffer">Room for the MTU: of a longer packet the end is lost.</param>
    /// <returns>Its length; 0 when there is none now.</returns>
    public unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* target = buffer)
        {
            return (int)Math.Max(SystemCalls.Read(_descriptor, target, (nuint)buffer.Length), 0);
        }
    }

    /// <summary>Gives a packet to the kernel, as if it had arrived on the interface.</summary>
    /// <returns>False when the kernel does not take it: the interface is down, or this is no packet.</returns>
    public unsafe bool Write(ReadOnlySpan<byte> packet)
    {
        fixed (byte* source = packet)
        {
            bool isTaken = SystemCalls.Write(_descriptor, source, (nuint)packet.Length) == packet.Length;
            RefusedPackets += isTaken ? 0 : 1;
            return isTaken;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _ = SystemCalls.Close(_descriptor);
        }
    }

    private static unsafe TunDevice OpenHere(string name)
    {
        int descriptor = SystemCalls.Open(
            "/dev/net/tun", SystemCalls.ReadWrite | SystemCalls.NonBlocking | SystemCalls.CloseOnExec, 0);
        if (descriptor < 0)
        {
            throw new EmulationException($"/dev/net/tun cannot be opened: {SystemCalls.LastError()}");
        }

        Span<byte> request = stackalloc byte[RequestLength];
        request.Clear();
        Encoding.UTF8.GetBytes(name, request[..LongestName]);
        BinaryPrimitives.WriteInt16LittleEndian(request[FlagsAt..], TunWithoutHeader);
        fixed (byte* argument = request)
        {
            if (SystemCalls.Control(descriptor, SystemCalls.TunSetInterface, argument) == 0)
            {
                return new TunDevice(name, descriptor);
            }
        }

        string reason = SystemCalls.LastError();
        _ = SystemCalls.Close(descriptor);
        throw new EmulationException($"the TUN device '{name}' cannot be made: {reason}");
    }
}
