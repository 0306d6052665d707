using System.Runtime.InteropServices;

namespace Sim.Emulation;

/// <summary>The calls into Linux that namespaces, TUN devices and interfaces need, as the manual pages name them.</summary>
internal static partial class SystemCalls
{
    /// <summary>Open for reading and writing (open(2)).</summary>
    public const int ReadWrite = 2;

    /// <summary>Never wait (open(2), O_NONBLOCK).</summary>
    public const int NonBlocking = 0x800;

    /// <summary>Programs that this one starts do not get it (open(2), O_CLOEXEC).</summary>
    public const int CloseOnExec = 0x80000;

    /// <summary>A network namespace (setns(2), CLONE_NEWNET).</summary>
    public const int NetworkNamespace = 0x40000000;

    /// <summary>Gives a TUN descriptor its device (linux/if_tun.h).</summary>
    public const uint TunSetInterface = 0x400454ca;

    /// <summary>Asks the driver of an interface (linux/sockios.h, SIOCETHTOOL).</summary>
    public const uint Ethtool = 0x8946;

    /// <summary>Something can be read (poll(2)).</summary>
    public const short PollIn = 1;

    /// <summary>How late the kernel may make timers of this thread (prctl(2)).</summary>
    public const int SetTimerSlack = 29;

    /// <summary>Run until something of higher priority wants to (sched(7), SCHED_FIFO).</summary>
    public const int FirstInFirstOut = 1;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    internal static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    internal static partial int SetNamespace(int descriptor, int kind);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static unsafe partial int Control(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static unsafe partial nint Read(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static unsafe partial nint Write(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    internal static unsafe partial int Poll(Polled* descriptors, nuint count, Timeout* timeout, void* signals);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    internal static partial int ControlProcess(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    internal static unsafe partial int SetScheduler(int process, int policy, int* priority);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Signal(int process, int signal);

    /// <summary>The last failure in words.</summary>
    internal static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Polled
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }

    /// <summary>struct timespec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Timeout
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
