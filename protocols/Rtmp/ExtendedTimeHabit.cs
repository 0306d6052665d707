namespace Protocols.Rtmp;

/// <summary>What a peer does with the extended timestamp in its chunks of format 3.</summary>
internal enum ExtendedTimeHabit
{
    /// <summary>Not seen yet.</summary>
    Unknown,

    /// <summary>It repeats it, as the specification wants (Adobe RTMP 1.0, 5.3.1.3).</summary>
    Repeats,

    /// <summary>It leaves it out, as some old encoders do.</summary>
    Omits,
}
