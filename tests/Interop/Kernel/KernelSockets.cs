using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Protocols.Net;

namespace Tests.Interop.Kernel;

/// <summary>MPTCP sockets of the real kernel, used by threads that block, as most programs do.</summary>
internal static partial class KernelSockets
{
    private const int Stream = 1;
    private const int CloseOnExec = 0x80000;
    private const int Mptcp = 262;

    /// <summary>A socket in the namespace of a peer; unbound.</summary>
    public static Socket Create(KernelPeer peer)
    {
        int family = peer.KernelAddresses[0].Family == Protocols.Net.AddressFamily.Ipv6 ? 10 : 2;
        int descriptor = peer.Enter(() => OpenSocket(family, Stream | CloseOnExec, Mptcp));
        return descriptor >= 0
            ? new Socket(new SafeSocketHandle(descriptor, ownsHandle: true))
            : throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
    }

    public static IPEndPoint ToEndPoint(IpAddress address, ushort port) => new(IPAddress.Parse(address.ToString()), port);

    /// <summary>Listens in the namespace of a peer.</summary>
    public static Socket Listen(KernelPeer peer, ushort port)
    {
        Socket socket = Create(peer);
        socket.Bind(new IPEndPoint(socket.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, port));
        socket.Listen(8);
        return socket;
    }

    /// <summary>Reads to the end of the stream.</summary>
    public static byte[] ReadAll(Socket socket, int expected)
    {
        byte[] bytes = new byte[expected + 1];
        int count = 0;
        while (count < bytes.Length)
        {
            int read = socket.Receive(bytes.AsSpan(count), SocketFlags.None);
            if (read == 0)
            {
                break;
            }

            count += read;
        }

        return bytes[..count];
    }

    public static void WriteAll(Socket socket, byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += socket.Send(bytes.AsSpan(sent, Math.Min(65_536, bytes.Length - sent)), SocketFlags.None);
        }
    }

    /// <summary>Does something that blocks on a thread of its own.</summary>
    public static Task<T> Start<T>(Func<T> action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenSocket(int family, int type, int protocol);
}
