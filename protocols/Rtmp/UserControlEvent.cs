namespace Protocols.Rtmp;

/// <summary>
/// What a User Control message says (Adobe RTMP 1.0, 7.1.7). Values 31 and 32 are sent by Flash servers and not in the
/// text.
/// </summary>
public enum UserControlEvent : ushort
{
    /// <summary>A message stream has become usable.</summary>
    StreamBegin = 0,

    /// <summary>Playback of the message stream is over.</summary>
    StreamEof = 1,

    /// <summary>There is no more for the moment.</summary>
    StreamDry = 2,

    /// <summary>The player's buffer, in milliseconds.</summary>
    SetBufferLength = 3,

    /// <summary>The message stream is a recording.</summary>
    StreamIsRecorded = 4,

    /// <summary>Asks for an answer.</summary>
    PingRequest = 6,

    /// <summary>Answers, with the same timestamp.</summary>
    PingResponse = 7,

    /// <summary>The server has sent all it has.</summary>
    BufferEmpty = 31,

    /// <summary>The server sends again.</summary>
    BufferReady = 32,
}
