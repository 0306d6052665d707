using System;

namespace Protocols.Sockets;

/// <summary>A condition that an application can wait for, such as "there is something to read". It is a level, not an edge.</summary>
/// <remarks>
/// At most one waiter at a time. Awaiting costs no allocation beyond the state machine of the async method itself: the continuation is
/// stored here and handed to the dispatcher when the level rises, so it never runs from inside <c>Read</c>, <c>Write</c> or <c>Close</c>.
/// </remarks>
public sealed class Readiness(IDispatcher dispatcher)
{
    private Action? _waiter;

    /// <summary>Whether the condition holds now.</summary>
    public bool IsReady { get; private set; }

    /// <summary>The condition holds from now on: wakes the waiter.</summary>
    public void Set()
    {
        IsReady = true;
        if (_waiter is { } waiter)
        {
            _waiter = null;
            dispatcher.Post(waiter);
        }
    }

    /// <summary>The condition no longer holds.</summary>
    public void Clear() => IsReady = false;

    /// <summary>Lets an async method wait until the condition holds; completes at once when it already does.</summary>
    public ReadinessAwaitable WaitAsync() => new(this);

    internal void Wait(Action continuation)
    {
        if (_waiter is not null)
        {
            throw new InvalidOperationException("two loops wait for the same readiness; there may be one");
        }

        _waiter = continuation;
        if (IsReady)
        {
            Set();
        }
    }
}
