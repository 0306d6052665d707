using Protocols.Core;
using Sim.Kernel;

namespace Sim.Emulation;

/// <summary>Real time since the start of a run: zero while everything is still being built.</summary>
public sealed class RunClock : IWallClock
{
    private readonly MonotonicClock _clock = new();
    private Instant? _start;

    /// <inheritdoc/>
    public Instant Now => _start is { } start ? Instant.Zero + (_clock.Now - start) : Instant.Zero;

    /// <summary>The run begins now.</summary>
    public void Start() => _start = _clock.Now;

    /// <inheritdoc/>
    public void WaitUntil(Instant at) => _clock.WaitUntil((_start ?? _clock.Now) + at.SinceStart);
}
