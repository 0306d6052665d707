using System;
using System.Runtime.InteropServices;
using System.Text;
using Protocols.Net;
using Protocols.Sockets;

namespace Sim.Emulation;

/// <summary>What is done with one socket of the kernel: its options, its ends, its errors.</summary>
internal static unsafe class KernelSocket
{
    private const int Stream = 1;
    private const int Datagram = 2;
    private const int NonBlockingCloseOnExec = 0x80800;
    private const int MptcpProtocol = 262;
    private const int SocketLevel = 1;
    private const int TcpLevel = 6;
    private const int Ipv6Level = 41;
    private const int ReuseAddress = 2;
    private const int PendingError = 4;
    private const int Linger = 13;
    private const int NoDelay = 1;
    private const int Congestion = 13;
    private const int Ipv6Only = 26;

    /// <summary>Opens a stream socket, non-blocking.</summary>
    /// <returns>The descriptor, or minus the error.</returns>
    public static int Open(int family, KernelTransport transport) =>
        Result(NativeMethods.Socket(family, Stream | NonBlockingCloseOnExec, transport == KernelTransport.Mptcp ? MptcpProtocol : 0));

    /// <summary>Opens a datagram socket, non-blocking.</summary>
    /// <returns>The descriptor, or minus the error.</returns>
    public static int OpenDatagram(int family) =>
        Result(NativeMethods.Socket(family, Datagram | NonBlockingCloseOnExec, 0));

    /// <summary>Connects; <see cref="Errno.InProgress"/> is the usual answer of a stream.</summary>
    /// <returns>The error, or 0.</returns>
    public static int Connect(int descriptor, Endpoint remote)
    {
        byte* address = stackalloc byte[SocketAddress.Capacity];
        int length = SocketAddress.Write(new Span<byte>(address, SocketAddress.Capacity), remote);
        return -Result(NativeMethods.Connect(descriptor, address, length));
    }

    /// <summary>Binds to a local address.</summary>
    /// <returns>The error, or 0.</returns>
    public static int Bind(int descriptor, Endpoint local)
    {
        byte* address = stackalloc byte[SocketAddress.Capacity];
        int length = SocketAddress.Write(new Span<byte>(address, SocketAddress.Capacity), local);
        return -Result(NativeMethods.Bind(descriptor, address, length));
    }

    /// <summary>The local end.</summary>
    public static Endpoint LocalOf(int descriptor)
    {
        byte* address = stackalloc byte[SocketAddress.Capacity];
        int length = SocketAddress.Capacity;
        bool isKnown = NativeMethods.GetSocketName(descriptor, address, &length) == 0;
        return isKnown ? SocketAddress.Read(new ReadOnlySpan<byte>(address, SocketAddress.Capacity)) : default;
    }

    /// <summary>The other end.</summary>
    public static Endpoint RemoteOf(int descriptor)
    {
        byte* address = stackalloc byte[SocketAddress.Capacity];
        int length = SocketAddress.Capacity;
        bool isKnown = NativeMethods.GetPeerName(descriptor, address, &length) == 0;
        return isKnown ? SocketAddress.Read(new ReadOnlySpan<byte>(address, SocketAddress.Capacity)) : default;
    }

    /// <summary>Takes the next connection of a listening socket.</summary>
    /// <returns>The descriptor, non-blocking, or minus the error.</returns>
    public static int Accept(int descriptor, out Endpoint remote)
    {
        byte* address = stackalloc byte[SocketAddress.Capacity];
        int length = SocketAddress.Capacity;
        int accepted = Result(NativeMethods.Accept(descriptor, address, &length, NonBlockingCloseOnExec));
        remote = accepted < 0 ? default : SocketAddress.Read(new ReadOnlySpan<byte>(address, SocketAddress.Capacity));
        return accepted;
    }

    /// <summary>Takes the error that is pending (SO_ERROR), and clears it.</summary>
    public static int TakeError(int descriptor)
    {
        int error = 0;
        int length = sizeof(int);
        return NativeMethods.GetSocketOption(descriptor, SocketLevel, PendingError, (byte*)&error, &length) == 0 ? error : 0;
    }

    /// <summary>Sends small writes at once.</summary>
    public static void SetNoDelay(int descriptor) => Set(descriptor, TcpLevel, NoDelay, 1);

    /// <summary>Lets a listener take a port that connections of the past still use.</summary>
    public static void SetReuseAddress(int descriptor) => Set(descriptor, SocketLevel, ReuseAddress, 1);

    /// <summary>Lets an IPv6 listener accept IPv4 too, or not.</summary>
    public static void SetIpv6Only(int descriptor, bool value) => Set(descriptor, Ipv6Level, Ipv6Only, value ? 1 : 0);

    /// <summary>Chooses the congestion control.</summary>
    /// <returns>The error, or 0.</returns>
    public static int SetCongestionControl(int descriptor, string name)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(name);
        fixed (byte* value = bytes)
        {
            return -Result(NativeMethods.SetSocketOption(descriptor, TcpLevel, Congestion, value, bytes.Length));
        }
    }

    /// <summary>Closes the connection with a reset; the descriptor stays open.</summary>
    public static void Reset(int descriptor)
    {
        // For TCP a linger time of 0 would do; dissolving the association resets MPTCP too (mptcp_disconnect: MP_FASTCLOSE).
        byte* address = stackalloc byte[SocketAddress.Capacity];
        new Span<byte>(address, SocketAddress.Capacity).Clear();
        NativeMethods.Connect(descriptor, address, sizeof(ushort));
        long onWithoutTime = 1;
        NativeMethods.SetSocketOption(descriptor, SocketLevel, Linger, (byte*)&onWithoutTime, sizeof(long));
    }

    /// <summary>What an error of the kernel means to an application.</summary>
    public static StreamError ToStreamError(int error) => error switch
    {
        0 => StreamError.None,
        Errno.Refused => StreamError.Refused,
        Errno.TimedOut => StreamError.TimedOut,
        Errno.NetworkUnreachable or Errno.HostUnreachable or Errno.NetworkDown or Errno.AddressNotAvailable
            or Errno.FamilyNotSupported or Errno.AccessDenied => StreamError.Unreachable,
        _ => StreamError.Reset,
    };

    private static void Set(int descriptor, int level, int name, int value) =>
        NativeMethods.SetSocketOption(descriptor, level, name, (byte*)&value, sizeof(int));

    private static int Result(int result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;
}
