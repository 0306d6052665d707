using System;
using Protocols.Core;

namespace Protocols.Sockets;

/// <summary>The time as an application sees it, virtual or real.</summary>
public interface IClock
{
    /// <summary>The time now. Constant while a continuation runs, in virtual time.</summary>
    Instant Now { get; }

    /// <summary>Runs <paramref name="continuation"/> at <paramref name="at"/>, or as soon as possible when that has passed, never from inside this call.</summary>
    void RunAt(Instant at, Action continuation);

    /// <summary>Lets an async method wait until <paramref name="at"/>; completes at once when that has passed.</summary>
    DelayAwaitable Until(Instant at) => new(this, at);

    /// <summary>Lets an async method wait for <paramref name="time"/>; completes at once when it is not positive.</summary>
    DelayAwaitable Delay(Duration time) => new(this, Now + time);
}
