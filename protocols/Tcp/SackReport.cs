using System;

namespace Protocols.Tcp;

/// <summary>What the SACK blocks of an acknowledgment said beside the segments that they cover.</summary>
internal struct SackReport
{
    /// <summary>Nothing was said.</summary>
    public static SackReport None => new() { OldestSentAt = -1, NewestSentAt = -1 };

    /// <summary>Whether the first block reports that a retransmission was a duplicate (RFC 2883).</summary>
    public bool HasDuplicate;

    /// <summary>Whether that was the tail loss probe.</summary>
    public bool RepeatsProbe;

    /// <summary>When the oldest of the newly covered segments was sent, among those sent once; -1 without one.</summary>
    public long OldestSentAt;

    /// <summary>The same of the newest.</summary>
    public long NewestSentAt;

    /// <summary>A segment that was sent once is newly covered.</summary>
    public void OnOriginal(long sentAt)
    {
        OldestSentAt = OldestSentAt < 0 ? sentAt : Math.Min(OldestSentAt, sentAt);
        NewestSentAt = Math.Max(NewestSentAt, sentAt);
    }
}
