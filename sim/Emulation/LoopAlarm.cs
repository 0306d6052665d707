using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Protocols.Core;

namespace Sim.Emulation;

/// <summary>
/// Wakes an epoll instance at a time, to the precision of the kernel's clock: epoll_wait itself counts in milliseconds.
/// </summary>
internal sealed unsafe class LoopAlarm : IEpollHandler, IDisposable
{
    private const int MonotonicClockId = 1;
    private const int NonBlockingCloseOnExec = 0x80800;

    private readonly int _descriptor;
    private Instant _setFor = Instant.Never;

    public LoopAlarm(EpollSet set)
    {
        _descriptor = NativeMethods.CreateTimer(MonotonicClockId, NonBlockingCloseOnExec);
        if (_descriptor < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "timerfd_create failed");
        }

        set.Watch(_descriptor, this);
    }

    /// <summary>Sets the time; costs nothing when it is the one that is set already.</summary>
    /// <param name="at">When.</param>
    /// <param name="left">How long until then; positive.</param>
    public void Set(Instant at, Duration left)
    {
        if (at == _setFor)
        {
            return;
        }

        _setFor = at;

        // A zero would disarm it.
        long nanoseconds = Math.Max(1, left.WholeNanoseconds);
        long* times = stackalloc long[4];
        (times[0], times[1]) = (0, 0);
        (times[2], times[3]) = Math.DivRem(nanoseconds, 1_000_000_000);
        NativeMethods.SetTimer(_descriptor, 0, times, null);
    }

    /// <inheritdoc/>
    /// <remarks>Waking up was all. The count of expiries is not read: setting the timer again clears it.</remarks>
    public void OnReady(EpollEvents events) => _setFor = Instant.Never;

    public void Dispose() => NativeMethods.Close(_descriptor);
}
