using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sim.Emulation;

/// <summary>Puts the calling thread into a network namespace until it is disposed, on the same thread.</summary>
/// <remarks>A socket stays for ever in the namespace in which it was opened, so this is needed around socket() only.</remarks>
public readonly ref struct NamespaceScope
{
    private const int NetworkNamespace = 0x40000000;
    private const int ReadOnlyCloseOnExec = 0x80000;

    private readonly int _previous;

    /// <summary>Enters a namespace.</summary>
    /// <param name="target">An open namespace; null to stay where one is.</param>
    /// <exception cref="Win32Exception">The kernel refused, as it does without CAP_SYS_ADMIN.</exception>
    public NamespaceScope(SafeFileHandle? target)
    {
        _previous = -1;
        if (target is null)
        {
            return;
        }

        _previous = NativeMethods.Open("/proc/thread-self/ns/net", ReadOnlyCloseOnExec);
        bool isAdded = false;
        target.DangerousAddRef(ref isAdded);
        int result = _previous < 0 ? -1 : NativeMethods.SetNamespace((int)target.DangerousGetHandle(), NetworkNamespace);
        int error = Marshal.GetLastPInvokeError();
        target.DangerousRelease();
        if (result < 0)
        {
            NativeMethods.Close(_previous);
            throw new Win32Exception(error, "cannot enter the network namespace: " + Marshal.GetPInvokeErrorMessage(error));
        }
    }

    /// <summary>Opens a namespace that has a name.</summary>
    /// <param name="name">The name, as <c>ip netns</c> shows it.</param>
    /// <exception cref="FileNotFoundException">There is none of that name.</exception>
    public static SafeFileHandle OpenNamed(string name)
    {
        int descriptor = NativeMethods.Open(Path.Combine("/run/netns", name), ReadOnlyCloseOnExec);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new FileNotFoundException($"there is no network namespace '{name}' that can be opened");
    }

    /// <summary>Goes back.</summary>
    /// <exception cref="Win32Exception">The kernel refused: the thread would go on in the wrong place.</exception>
    public void Dispose()
    {
        if (_previous < 0)
        {
            return;
        }

        int result = NativeMethods.SetNamespace(_previous, NetworkNamespace);
        int error = Marshal.GetLastPInvokeError();
        NativeMethods.Close(_previous);
        if (result < 0)
        {
            throw new Win32Exception(error, "cannot go back to the former network namespace");
        }
    }
}
