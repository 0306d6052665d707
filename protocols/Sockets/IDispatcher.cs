using System;

namespace Protocols.Sockets;

/// <summary>Runs continuations of waiting applications, each after the event that woke it has been fully processed.</summary>
public interface IDispatcher
{
    /// <summary>Queues a continuation. Never runs it from inside this call; continuations run in the order in which they were posted.</summary>
    void Post(Action continuation);
}
