namespace Protocols.Rtmp;

/// <summary>
/// What an RTMP message is (Adobe RTMP 1.0, sections 5.4, 6.2 and 7.1). Other values are kept and ignored.
/// </summary>
public enum RtmpMessageType : byte
{
    /// <summary>Set Chunk Size: the sender's chunks are up to this long from now on.</summary>
    SetChunkSize = 1,

    /// <summary>Abort Message: the rest of a partly sent message will not come.</summary>
    Abort = 2,

    /// <summary>Acknowledgement: how many bytes the sender of this has received.</summary>
    Acknowledgement = 3,

    /// <summary>User Control: see <see cref="UserControlEvent"/>.</summary>
    UserControl = 4,

    /// <summary>Window Acknowledgement Size: the receiver acknowledges after so many bytes.</summary>
    WindowAcknowledgementSize = 5,

    /// <summary>Set Peer Bandwidth: limits what the receiver may have unacknowledged.</summary>
    SetPeerBandwidth = 6,

    /// <summary>An audio frame or sequence header.</summary>
    Audio = 8,

    /// <summary>A video frame or sequence header.</summary>
    Video = 9,

    /// <summary>Data in AMF3.</summary>
    DataAmf3 = 15,

    /// <summary>A command in AMF3; in practice one byte 0 and then AMF0.</summary>
    CommandAmf3 = 17,

    /// <summary>Data in AMF0, such as <c>onMetaData</c>.</summary>
    DataAmf0 = 18,

    /// <summary>A command in AMF0.</summary>
    CommandAmf0 = 20,

    /// <summary>Several messages in one, laid out as FLV tags.</summary>
    Aggregate = 22,
}
