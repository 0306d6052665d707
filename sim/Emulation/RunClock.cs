using Protocols.Core;

namespace Sim.Emulation;

/// <summary>Real time since the start of a run: zero while everything is still being built.</summary>
public sealed class RunClock
{
    private readonly MonotonicClock _clock = new();
    private Instant? _start;

    /// <summary>The time since the start; never goes back.</summary>
    public Instant Now => _start is { } start ? Instant.Zero + (_clock.Now - start) : Instant.Zero;

    /// <summary>The run begins now.</summary>
    public void Start() => _start = _clock.Now;
}
