using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Sim.Emulation;

/// <summary>Wakes an epoll instance from any thread.</summary>
internal sealed unsafe class LoopBell : IEpollHandler, IDisposable
{
    private const int NonBlockingCloseOnExec = 0x80800;

    private readonly int _descriptor;

    public LoopBell(EpollSet set)
    {
        _descriptor = NativeMethods.CreateEvent(0, NonBlockingCloseOnExec);
        if (_descriptor < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "eventfd failed");
        }

        set.Watch(_descriptor, this);
    }

    public void Ring()
    {
        ulong one = 1;
        NativeMethods.Write(_descriptor, (byte*)&one, sizeof(ulong));
    }

    /// <inheritdoc/>
    /// <remarks>Each write is an edge of its own; reading only keeps the count from filling up.</remarks>
    public void OnReady(EpollEvents events)
    {
        ulong count;
        NativeMethods.Read(_descriptor, (byte*)&count, sizeof(ulong));
    }

    public void Dispose() => NativeMethods.Close(_descriptor);
}
