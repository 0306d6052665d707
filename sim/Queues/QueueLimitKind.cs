namespace Sim.Queues;

/// <summary>What a <see cref="QueueLimit"/> counts.</summary>
public enum QueueLimitKind
{
    /// <summary>Nothing: there is no limit.</summary>
    None = 0,

    /// <summary>Bytes of frames.</summary>
    Bytes,

    /// <summary>The time the link needs to send them.</summary>
    Time,

    /// <summary>Packets.</summary>
    Packets,
}
