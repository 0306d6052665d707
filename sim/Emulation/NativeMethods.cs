using System.Runtime.InteropServices;

namespace Sim.Emulation;

/// <summary>The system calls of Linux that sockets, the event loop and namespaces need, by their own names.</summary>
/// <remarks>
/// All give -1 and leave the reason in errno (<see cref="Marshal.GetLastPInvokeError"/>). Descriptors are plain numbers:
/// whoever opened one closes it.
/// </remarks>
internal static unsafe partial class NativeMethods
{
    private const string LibC = "libc";

    /// <summary>socket(2).</summary>
    [LibraryImport(LibC, EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    /// <summary>bind(2).</summary>
    [LibraryImport(LibC, EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int descriptor, byte* address, int length);

    /// <summary>listen(2).</summary>
    [LibraryImport(LibC, EntryPoint = "listen", SetLastError = true)]
    public static partial int Listen(int descriptor, int backlog);

    /// <summary>accept4(2).</summary>
    [LibraryImport(LibC, EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int descriptor, byte* address, int* length, int flags);

    /// <summary>connect(2).</summary>
    [LibraryImport(LibC, EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int descriptor, byte* address, int length);

    /// <summary>getsockname(2).</summary>
    [LibraryImport(LibC, EntryPoint = "getsockname", SetLastError = true)]
    public static partial int GetSocketName(int descriptor, byte* address, int* length);

    /// <summary>getpeername(2).</summary>
    [LibraryImport(LibC, EntryPoint = "getpeername", SetLastError = true)]
    public static partial int GetPeerName(int descriptor, byte* address, int* length);

    /// <summary>recv(2).</summary>
    [LibraryImport(LibC, EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nuint length, int flags);

    /// <summary>send(2).</summary>
    [LibraryImport(LibC, EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* buffer, nuint length, int flags);

    /// <summary>shutdown(2).</summary>
    [LibraryImport(LibC, EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(int descriptor, int how);

    /// <summary>close(2).</summary>
    [LibraryImport(LibC, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    /// <summary>setsockopt(2).</summary>
    [LibraryImport(LibC, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(int descriptor, int level, int name, byte* value, int length);

    /// <summary>getsockopt(2).</summary>
    [LibraryImport(LibC, EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetSocketOption(int descriptor, int level, int name, byte* value, int* length);

    /// <summary>epoll_create1(2).</summary>
    [LibraryImport(LibC, EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int CreateEpoll(int flags);

    /// <summary>epoll_ctl(2).</summary>
    [LibraryImport(LibC, EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int ControlEpoll(int epoll, int operation, int descriptor, byte* happening);

    /// <summary>epoll_wait(2).</summary>
    [LibraryImport(LibC, EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int WaitEpoll(int epoll, byte* happenings, int capacity, int timeoutMilliseconds);

    /// <summary>eventfd(2).</summary>
    [LibraryImport(LibC, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int CreateEvent(uint initial, int flags);

    /// <summary>timerfd_create(2).</summary>
    [LibraryImport(LibC, EntryPoint = "timerfd_create", SetLastError = true)]
    public static partial int CreateTimer(int clock, int flags);

    /// <summary>timerfd_settime(2); the times are struct itimerspec: interval and first expiry, seconds and nanoseconds each.</summary>
    [LibraryImport(LibC, EntryPoint = "timerfd_settime", SetLastError = true)]
    public static partial int SetTimer(int descriptor, int flags, long* times, long* old);

    /// <summary>read(2).</summary>
    [LibraryImport(LibC, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nuint length);

    /// <summary>write(2).</summary>
    [LibraryImport(LibC, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nuint length);

    /// <summary>open(2), for files that are not files, such as namespaces.</summary>
    [LibraryImport(LibC, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    /// <summary>setns(2): moves the calling thread into a namespace.</summary>
    [LibraryImport(LibC, EntryPoint = "setns", SetLastError = true)]
    public static partial int SetNamespace(int descriptor, int kind);
}
