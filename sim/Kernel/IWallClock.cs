using Protocols.Core;

namespace Sim.Kernel;

/// <summary>Real time, behind an interface so that everything that depends on it can be tested without waiting.</summary>
public interface IWallClock
{
    /// <summary>The time since some fixed start; never goes back.</summary>
    Instant Now { get; }

    /// <summary>Blocks until <paramref name="at"/>; returns at once when that has passed, and earlier when something from outside needs attention.</summary>
    void WaitUntil(Instant at);
}
