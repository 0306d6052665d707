using System;

namespace Sim.Network;

/// <summary>What a packet on a link must be treated for; most links have none of it.</summary>
[Flags]
internal enum LinkTraits : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The link may be handed packets ahead of time.</summary>
    IsFedAhead = 1,

    /// <summary>The far end learns of arrivals when packets are handed over, not when they arrive.</summary>
    ForwardsAhead = 2,

    /// <summary>The queue is limited in packets: they are counted in <see cref="LinkParts.Backlog"/>.</summary>
    CountsFrames = 4,

    /// <summary>The wire may lose packets.</summary>
    WireLoses = 8,

    /// <summary>Packets go through <see cref="LinkParts.Queued"/>.</summary>
    IsQueued = 16,

    /// <summary>The queue is that of the sending host's own interface.</summary>
    IsHostQueue = 32,

    /// <summary>What makes a packet take the longer way when it is handed over.</summary>
    Special = ForwardsAhead | CountsFrames | IsQueued,
}
