using Protocols.Core;
using Protocols.Sockets;
using Sim.Emulation;

namespace Tests.Emulation;

/// <summary>Ways for a test to let the loop go on.</summary>
internal static class LoopWaiting
{
    /// <summary>Waits until everything that is posted now has run.</summary>
    public static ReadinessAwaitable PostedAsync(this EpollLoop loop)
    {
        Readiness ready = new(loop);
        loop.Post(ready.Set);
        return ready.WaitAsync();
    }

    /// <summary>Waits for some time.</summary>
    public static DelayAwaitable AfterAsync(this EpollLoop loop, Duration time) => ((IClock)loop).Delay(time);
}
