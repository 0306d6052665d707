namespace Experiments.Scenario.Records;

/// <summary>The named ways to cut RTMP messages into writes.</summary>
public enum WritePatternKind
{
    /// <summary>
    /// As ffmpeg's RTMP: the message header, then each chunk's payload, the 1-byte chunk headers between them.
    /// </summary>
    Ffmpeg,

    /// <summary>One write for a whole message.</summary>
    PerMessage,

    /// <summary>One write for each chunk with its header.</summary>
    PerChunk,
}
