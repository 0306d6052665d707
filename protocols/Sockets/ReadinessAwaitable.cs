using System;
using System.Runtime.CompilerServices;

namespace Protocols.Sockets;

/// <summary>What <c>await</c> needs to wait for a <see cref="Readiness"/>: a value that stores the continuation in its slot.</summary>
public readonly struct ReadinessAwaitable(Readiness readiness) : ICriticalNotifyCompletion
{
    /// <summary>Whether there is nothing to wait for.</summary>
    public bool IsCompleted => readiness.IsReady;

    /// <summary>The awaiter is the awaitable itself.</summary>
    public ReadinessAwaitable GetAwaiter() => this;

    /// <summary>Nothing to give: the waiter looks at the stream again.</summary>
    public void GetResult()
    {
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => readiness.Wait(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => readiness.Wait(continuation);
}
