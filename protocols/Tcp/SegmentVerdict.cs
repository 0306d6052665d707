namespace Protocols.Tcp;

/// <summary>What becomes of an arriving segment before its acknowledgment and payload are looked at.</summary>
internal enum SegmentVerdict
{
    /// <summary>It is processed.</summary>
    Accept,

    /// <summary>It is dropped.</summary>
    Drop,

    /// <summary>It is dropped, and answered with an acknowledgment that tells the peer where this end stands.</summary>
    Challenge,

    /// <summary>It lies outside of the window: dropped and answered, and what it repeats is reported.</summary>
    Unacceptable,

    /// <summary>It resets the connection.</summary>
    Reset,
}
