namespace Sim.Network;

/// <summary>What became of a packet that was handed to a NIC or a link.</summary>
public enum SendResult
{
    /// <summary>It waits for its transmission, or is being transmitted.</summary>
    Queued = 0,

    /// <summary>Dropped: the queue is full. On Linux the sender's TCP learns of this one at once.</summary>
    QueueFull,

    /// <summary>Dropped: larger than the link's MTU.</summary>
    TooLarge,

    /// <summary>Dropped: the NIC is down.</summary>
    Down,

    /// <summary>Dropped: something in the sending host forbids it, as a packet filter does (EPERM on Linux).</summary>
    Refused,
}
