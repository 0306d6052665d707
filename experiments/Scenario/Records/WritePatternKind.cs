namespace Experiments.Scenario.Records;

/// <summary>The named ways to cut RTMP messages into writes.</summary>
public enum WritePatternKind
{
    /// <summary>
    /// As ffmpeg's RTMP: the message header, then each chunk's payload, the 1-byte chunk headers between them.
    /// </summary>
    Ffmpeg,

    /// <summary>As nginx-rtmp: each chunk with its header in front.</summary>
    NginxRtmp,

    /// <summary>As SRS: all that is there to be sent in one write, whole messages whatever their chunks.</summary>
    Srs,

    /// <summary>One write for a whole message.</summary>
    PerMessage,

    /// <summary>One write for each chunk with its header.</summary>
    PerChunk,
}
