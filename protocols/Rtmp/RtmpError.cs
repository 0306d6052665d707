namespace Protocols.Rtmp;

/// <summary>How a peer broke the protocol so badly that the connection has to be closed.</summary>
public enum RtmpError
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>
    /// C0 or S0 names a version that cannot be RTMP (5.2.2: 32 and above), or the server does not answer with 3.
    /// </summary>
    UnsupportedVersion,

    /// <summary>S2 is not signed for the digest that this client sent, although S1 has a digest of its own.</summary>
    WrongSignature,

    /// <summary>A chunk without a complete header where the chunk stream has had none yet (5.3.1.2).</summary>
    ChunkWithoutHeader,

    /// <summary>A new message header on a chunk stream whose message is not finished.</summary>
    HeaderInsideMessage,

    /// <summary>A message is longer than <see cref="RtmpLimits.MaxMessageBytes"/>.</summary>
    MessageTooLong,

    /// <summary>More chunk streams than <see cref="RtmpLimits.MaxChunkStreams"/>.</summary>
    TooManyChunkStreams,

    /// <summary>Unfinished messages hold more than <see cref="RtmpLimits.MaxBufferedBytes"/>.</summary>
    TooMuchBuffered,

    /// <summary>Set Chunk Size with a value outside 1 to 2^31 - 1, or without a value (5.4.1).</summary>
    InvalidChunkSize,

    /// <summary>A command whose AMF0 values cannot be read.</summary>
    MalformedCommand,

    /// <summary>An aggregate message whose parts do not fit it.</summary>
    MalformedAggregate,

    /// <summary>The first command is not <c>connect</c>, or it names no application.</summary>
    NotConnected,

    /// <summary>More message streams than <see cref="RtmpLimits.MaxMessageStreams"/>.</summary>
    TooManyMessageStreams,
}
