namespace Protocols.Rtmp;

/// <summary>What a run of bytes in a session's output is; software cuts its writes at such borders.</summary>
public enum OutputSegmentKind
{
    /// <summary>A part of the handshake: C0 and C1, C2, S0 and S1, or S2.</summary>
    Handshake,

    /// <summary>The header of a message's first chunk.</summary>
    MessageHeader,

    /// <summary>The header of a later chunk of the message (format 3): one byte for the usual chunk streams.</summary>
    ContinuationHeader,

    /// <summary>The payload of one chunk.</summary>
    Payload,
}
