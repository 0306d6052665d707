using System;
using System.Diagnostics;
using Protocols.Core;

namespace Sim.Emulation;

/// <summary>The machine's monotonic clock, counted from the construction of the object. Waiting for a time is up to whoever has something to wait with.</summary>
internal sealed class MonotonicClock
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>The time since the construction; never goes back.</summary>
    public Instant Now => new((long)((Int128)(Stopwatch.GetTimestamp() - _start) * Duration.PicosecondsPerSecond / Stopwatch.Frequency));
}
