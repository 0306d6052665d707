namespace Protocols.Rtmp;

/// <summary>What a session tells its application.</summary>
public enum RtmpEventKind
{
    /// <summary>Server: a client has connected to an application. Client: the server has accepted.</summary>
    Connected,

    /// <summary>Server: the client wants to publish; answer with AcceptPublish or Refuse.</summary>
    PublishRequested,

    /// <summary>Server: the client wants to play; answer with AcceptPlay or Refuse.</summary>
    PlayRequested,

    /// <summary>Server: the client wants no media for a while. Subscriber: the server has agreed.</summary>
    Paused,

    /// <summary>Server: the client wants media again. Subscriber: the server has agreed.</summary>
    Resumed,

    /// <summary>Publisher: media may be sent now.</summary>
    Publishing,

    /// <summary>Subscriber: the server has accepted; media will come, at once or when somebody publishes.</summary>
    Playing,

    /// <summary>Server or subscriber: a media frame has arrived.</summary>
    Media,

    /// <summary>The stream is over: unpublished, deleted, or played to its end. The connection may go on.</summary>
    Ended,

    /// <summary>Publisher or subscriber: the server has said no; see the code.</summary>
    Refused,
}
