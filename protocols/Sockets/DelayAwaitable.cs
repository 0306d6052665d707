using System;
using System.Runtime.CompilerServices;
using Protocols.Core;

namespace Protocols.Sockets;

/// <summary>What <c>await</c> needs to wait for a time of an <see cref="IClock"/>.</summary>
public readonly struct DelayAwaitable(IClock clock, Instant at) : ICriticalNotifyCompletion
{
    /// <summary>Whether the time has come already.</summary>
    public bool IsCompleted => clock.Now >= at;

    /// <summary>The awaiter is the awaitable itself.</summary>
    public DelayAwaitable GetAwaiter() => this;

    /// <summary>Nothing to give.</summary>
    public void GetResult()
    {
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => clock.RunAt(at, continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => clock.RunAt(at, continuation);
}
