using System;
using System.Diagnostics;
using System.Threading;
using Protocols.Core;
using Sim.Kernel;

namespace Sim.Emulation;

/// <summary>The machine's monotonic clock, counted from the construction of the object.</summary>
/// <remarks>Sleeps until shortly before the time and spins for the rest: the system's timer alone wakes up to milliseconds late.</remarks>
public sealed class MonotonicClock : IWallClock
{
    // Thread.Sleep counts in whole milliseconds and may oversleep by one.
    private static readonly TimeSpan _spinTime = TimeSpan.FromMilliseconds(2);

    private readonly long _start = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public Instant Now => new((long)((Int128)(Stopwatch.GetTimestamp() - _start) * Duration.PicosecondsPerSecond / Stopwatch.Frequency));

    /// <inheritdoc/>
    public void WaitUntil(Instant at)
    {
        TimeSpan left = TimeSpan.FromMicroseconds((at - Now).WholeMicroseconds);
        if (left > _spinTime)
        {
            Thread.Sleep(left - _spinTime);
        }

        while (Now < at)
        {
            Thread.SpinWait(20);
        }
    }
}
